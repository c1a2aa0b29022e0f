import type {
  Author,
  LayerEntry,
  LayerOp,
  LayerState,
  StrokeBody,
  StrokeId,
  SurfaceId,
} from '../protocol/index.ts';
import { findStroke, sameAuthor } from './layer.ts';

/** What takes an entry back. */
type Inverse =
  { op: 'erase' | 'restore'; targets: StrokeId[] } | { op: 'change'; target: StrokeId; body: StrokeBody };

/** What one press of undo or redo takes back. */
type Step = Inverse[];

const MAX_STEPS = 200;
const MAX_TARGETS = 500;

/**
 * Undo and redo of one person's own operations on one surface.
 * An operation can be undone from the moment it is made: call `made` for each, and send what `undo` or `redo` hand
 * out like any other. Then call `note` for every entry that the server has numbered, since only they tell what a
 * `clear` really erased, and `refused` for what it did not take.
 */
export class UndoStack {
  readonly #surfaceId: SurfaceId;
  readonly #author: Author;
  readonly #newId: () => StrokeId;
  readonly #undo: Step[] = [];
  readonly #redo: Step[] = [];
  /** Operations handed out and not yet made: where their inverses go. One press shares one step. */
  readonly #handedOut = new Map<StrokeId, { stack: Step[]; step: Step }>();
  /** Operations made and not yet numbered: the step they are in, and what is supposed to take them back. */
  readonly #made = new Map<StrokeId, { step: Step; inverse: Inverse | undefined }>();

  /** @param newId makes the ids of the operations handed out: `() => newId(StrokeId)` */
  constructor(surfaceId: SurfaceId, author: Author, newId: () => StrokeId) {
    this.#surfaceId = surfaceId;
    this.#author = author;
    this.#newId = newId;
  }

  get canUndo(): boolean {
    return this.#undo.length > 0;
  }

  get canRedo(): boolean {
    return this.#redo.length > 0;
  }

  /**
   * Takes notice of an operation of one's own before the server has numbered it.
   * @param shown the layer as one sees it, without the operation
   */
  made(shown: LayerState, op: LayerOp): void {
    const inverse = invert(shown, { op, author: this.#author });
    this.#made.set(op.id, { step: this.#keep(op.id, inverse), inverse });
  }

  /**
   * Takes notice of an entry; other people's are ignored.
   * @param before the layer without the entry
   */
  note(before: LayerState, entry: LayerEntry): void {
    if (entry.op.surfaceId !== this.#surfaceId || !sameAuthor(entry.author, this.#author)) return;
    const inverse = invert(before, entry);
    if (this.#made.has(entry.op.id)) this.#correct(entry.op.id, inverse);
    else this.#keep(entry.op.id, inverse);
  }

  /** The server did not take the operation: there is nothing to take back. */
  refused(id: StrokeId): void {
    this.#correct(id, undefined);
  }

  /** The operations that take back the newest own step which still has an effect; empty when there is none. */
  undo(layer: LayerState): LayerOp[] {
    return this.#take(layer, this.#undo, this.#redo);
  }

  /** The operations that do again what was undone last; empty when there is nothing. */
  redo(layer: LayerState): LayerOp[] {
    return this.#take(layer, this.#redo, this.#undo);
  }

  /** Puts an inverse where it belongs: in a step of its own, or in that of the press which handed the operation out. */
  #keep(id: StrokeId, inverse: Inverse | undefined): Step {
    const handedOut = this.#handedOut.get(id);
    this.#handedOut.delete(id);
    const step = handedOut?.step ?? [];
    if (!inverse) return step;
    if (step.length === 0) push(handedOut?.stack ?? this.#undo, step);
    step.push(inverse);
    if (!handedOut) this.#redo.length = 0;
    return step;
  }

  /** What was supposed gives way to what is so; a step that was taken meanwhile is past correcting. */
  #correct(id: StrokeId, inverse: Inverse | undefined): void {
    const made = this.#made.get(id);
    if (!made) return;
    this.#made.delete(id);
    const { step } = made;
    const at = made.inverse ? step.indexOf(made.inverse) : -1;
    if (at < 0) return;
    step.splice(at, 1, ...(inverse ? [inverse] : []));
    if (step.length > 0) return;
    for (const stack of [this.#undo, this.#redo])
      if (stack.includes(step)) stack.splice(stack.indexOf(step), 1);
  }

  #take(layer: LayerState, from: Step[], to: Step[]): LayerOp[] {
    for (let step = from.pop(); step; step = from.pop()) {
      const ops = step.flatMap((inverse) => this.#toOps(layer, inverse));
      if (ops.length === 0) continue;
      const back = { stack: to, step: [] };
      for (const op of ops) this.#handedOut.set(op.id, back);
      return ops;
    }
    return [];
  }

  /** What others did meanwhile may leave nothing to do. */
  #toOps(layer: LayerState, inverse: Inverse): LayerOp[] {
    const surfaceId = this.#surfaceId;
    if (inverse.op === 'change') {
      const seen = layer.strokes.some((stroke) => stroke.id === inverse.target);
      return seen ? [{ ...inverse, id: this.#newId(), surfaceId }] : [];
    }
    const candidates = new Set((inverse.op === 'erase' ? layer.strokes : layer.erased).map(({ id }) => id));
    const targets = inverse.targets.filter((id) => candidates.has(id));
    const ops: LayerOp[] = [];
    for (let start = 0; start < targets.length; start += MAX_TARGETS)
      ops.push({
        op: inverse.op,
        id: this.#newId(),
        surfaceId,
        targets: targets.slice(start, start + MAX_TARGETS),
      });
    return ops;
  }
}

function invert(before: LayerState, { op, author }: Pick<LayerEntry, 'op' | 'author'>): Inverse | undefined {
  switch (op.op) {
    case 'add':
      return findStroke(before, op.id) ? undefined : { op: 'erase', targets: [op.id] };
    case 'change': {
      const stroke = before.strokes.find(({ id }) => id === op.target);
      return stroke && { op: 'change', target: stroke.id, body: stroke.body };
    }
    case 'erase': {
      const targets = before.strokes.filter(({ id }) => op.targets.includes(id)).map(({ id }) => id);
      return targets.length > 0 ? { op: 'restore', targets } : undefined;
    }
    case 'restore': {
      const targets = before.erased.filter(({ id }) => op.targets.includes(id)).map(({ id }) => id);
      return targets.length > 0 ? { op: 'erase', targets } : undefined;
    }
    case 'clear': {
      const targets = before.strokes
        .filter((stroke) => op.scope === 'all' || sameAuthor(stroke.author, author))
        .map(({ id }) => id);
      return targets.length > 0 ? { op: 'restore', targets } : undefined;
    }
  }
}

function push(stack: Step[], step: Step): void {
  stack.push(step);
  if (stack.length > MAX_STEPS) stack.shift();
}
