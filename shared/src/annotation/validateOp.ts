import type { Author, ErrorCode, LayerOp, LayerState, StrokeId } from '../protocol/index.ts';
import { findStroke, sameAuthor } from './layer.ts';

/** Why an operation is refused. */
export type OpRefusal = Extract<
  ErrorCode,
  'SURFACE_NOT_FOUND' | 'STROKE_NOT_FOUND' | 'ID_CONFLICT' | 'FORBIDDEN'
>;

/**
 * Whether an operation may enter the log (rules A11 to A14).
 * A repeated operation must be recognised by its id before: here a known `add` is a conflict.
 * @param mayTouchOthers the author may change, erase and restore strokes that others drew
 */
export function validateOp(
  layer: LayerState,
  op: LayerOp,
  author: Author,
  mayTouchOthers: boolean,
): 'ok' | OpRefusal {
  if (op.surfaceId !== layer.surfaceId) return 'SURFACE_NOT_FOUND';
  switch (op.op) {
    case 'add':
      return findStroke(layer, op.id) ? 'ID_CONFLICT' : 'ok';
    case 'change': {
      const stroke = layer.strokes.find((one) => one.id === op.target);
      if (!stroke) return 'STROKE_NOT_FOUND';
      return mayTouchOthers || sameAuthor(stroke.author, author) ? 'ok' : 'FORBIDDEN';
    }
    case 'erase':
    case 'restore':
      return validateTargets(layer, op.targets, author, mayTouchOthers);
    case 'clear':
      return op.scope === 'mine' || mayTouchOthers ? 'ok' : 'FORBIDDEN';
  }
}

/** Unknown ones among known ones pass: the log ignores them, and an undo must not fail for one forgotten stroke. */
function validateTargets(
  layer: LayerState,
  targets: readonly StrokeId[],
  author: Author,
  mayTouchOthers: boolean,
): 'ok' | OpRefusal {
  const wanted = new Set(targets);
  const known = [...layer.strokes, ...layer.erased].filter((stroke) => wanted.has(stroke.id));
  if (known.length === 0) return 'STROKE_NOT_FOUND';
  return mayTouchOthers || known.every((stroke) => sameAuthor(stroke.author, author)) ? 'ok' : 'FORBIDDEN';
}
