import type { Author, LayerEntry, LayerState, Stroke, StrokeId, SurfaceId } from '../protocol/index.ts';

/** Erased strokes a layer remembers; those the newest entry erased are remembered however many they are. */
export const MAX_ERASED_STROKES = 200;

/** A layer on which nothing was drawn yet. */
export function emptyLayer(surfaceId: SurfaceId): LayerState {
  return { surfaceId, seq: 0, strokes: [], erased: [] };
}

/**
 * The layer after one more entry of its log (rules A1 to A10). Pure: the old layer stays as it is.
 * An entry that is already in the layer changes nothing.
 * @throws RangeError for an entry of another surface, or when entries between are missing: fetch the state then
 */
export function applyEntry(layer: LayerState, entry: LayerEntry): LayerState {
  const { op, seq, author } = entry;
  if (op.surfaceId !== layer.surfaceId) throw new RangeError('entry of another surface');
  if (seq <= layer.seq) return layer;
  if (seq > layer.seq + 1) throw new RangeError(`entries ${layer.seq + 1} to ${seq - 1} are missing`);
  const next = { ...layer, seq };
  switch (op.op) {
    case 'add':
      if (findStroke(layer, op.id)) return next;
      return { ...next, strokes: [...layer.strokes, { id: op.id, author, seq, body: op.body }] };
    case 'change':
      return {
        ...next,
        strokes: layer.strokes.map((stroke) =>
          stroke.id === op.target ? { ...stroke, body: op.body } : stroke,
        ),
      };
    case 'erase': {
      const targets = new Set<StrokeId>(op.targets);
      return erase(next, (stroke) => targets.has(stroke.id));
    }
    case 'restore':
      return restore(next, new Set(op.targets));
    case 'clear':
      return erase(next, (stroke) => op.scope === 'all' || sameAuthor(stroke.author, author));
  }
}

/** A stroke that is seen or can be restored. */
export function findStroke(layer: LayerState, id: StrokeId): Stroke | undefined {
  const isIt = (stroke: Stroke) => stroke.id === id;
  return layer.strokes.find(isIt) ?? layer.erased.find(isIt);
}

/** The same account wrote both; names may differ, they are kept as they were. */
export function sameAuthor(a: Author, b: Author): boolean {
  return a.kind === b.kind && a.id === b.id;
}

function erase(layer: LayerState, isTarget: (stroke: Stroke) => boolean): LayerState {
  const gone = layer.strokes.filter(isTarget);
  if (gone.length === 0) return layer;
  // Every replica forgets the same strokes at the same entry, so a state and a full replay never differ.
  const room = Math.max(0, MAX_ERASED_STROKES - gone.length);
  const kept = layer.erased.slice(Math.max(0, layer.erased.length - room));
  return {
    ...layer,
    strokes: layer.strokes.filter((stroke) => !isTarget(stroke)),
    erased: [...kept, ...gone],
  };
}

function restore(layer: LayerState, targets: ReadonlySet<StrokeId>): LayerState {
  const back = layer.erased.filter((stroke) => targets.has(stroke.id));
  if (back.length === 0) return layer;
  return {
    ...layer,
    strokes: [...layer.strokes, ...back].sort((a, b) => a.seq - b.seq),
    erased: layer.erased.filter((stroke) => !targets.has(stroke.id)),
  };
}
