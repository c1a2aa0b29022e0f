import { UndoStack } from '../annotation/index.ts';
import { StrokeId, newId } from '../protocol/index.ts';
import type { Author, LayerEntry, LayerOp, LayerState, SurfaceId } from '../protocol/index.ts';

/** What can be undone and redone here, per surface. */
export class UndoStacks {
  readonly #stacks = new Map<SurfaceId, UndoStack>();

  /** An operation of one's own that is on its way; `shown` is the layer as one sees it without it. */
  made(shown: LayerState, op: LayerOp, me: Author): void {
    this.#of(shown.surfaceId, me).made(shown, op);
  }

  /** Learns from an entry of the log; `before` is the layer without it. */
  note(before: LayerState, entry: LayerEntry, me: Author): void {
    this.#of(before.surfaceId, me).note(before, entry);
  }

  /** The server did not take it. */
  refused({ surfaceId, id }: LayerOp): void {
    this.#stacks.get(surfaceId)?.refused(id);
  }

  /** The operations that take the last one back, or do it again. */
  take(way: 'undo' | 'redo', layer: LayerState): LayerOp[] {
    return this.#stacks.get(layer.surfaceId)?.[way](layer) ?? [];
  }

  can(way: 'undo' | 'redo', surfaceId: SurfaceId): boolean {
    const stack = this.#stacks.get(surfaceId);
    return (way === 'undo' ? stack?.canUndo : stack?.canRedo) ?? false;
  }

  #of(surfaceId: SurfaceId, me: Author): UndoStack {
    const stack = this.#stacks.get(surfaceId) ?? new UndoStack(surfaceId, me, () => newId(StrokeId));
    this.#stacks.set(surfaceId, stack);
    return stack;
  }
}
