import { applyEntry, emptyLayer } from '../annotation/index.ts';
import type {
  Author,
  LayerEntry,
  LayerOp,
  LayerState,
  Stroke,
  StrokeId,
  SurfaceId,
} from '../protocol/index.ts';

/** One surface's strokes: what the server numbered, with our own that it did not number yet over it. */
export interface LayerView {
  surfaceId: SurfaceId;
  confirmed: LayerState;
  /** Our own operations without a number, oldest first. */
  pending: readonly LayerOp[];
  /** The layer as one sees it: as if our own pending operations had their numbers. */
  shown: LayerState;
  /** What is to be painted, in order. */
  strokes: readonly Stroke[];
}

/** The view of a layer as the server tells it, with what is still pending over it. */
export function viewOf(confirmed: LayerState, pending: readonly LayerOp[], me: Author): LayerView {
  const shown = pending.reduce(
    (layer, op) => applyEntry(layer, { seq: layer.seq + 1, author: me, at: 0, op }),
    confirmed,
  );
  return { surfaceId: confirmed.surfaceId, confirmed, pending, shown, strokes: shown.strokes };
}

export function emptyView(surfaceId: SurfaceId): LayerView {
  const confirmed = emptyLayer(surfaceId);
  return { surfaceId, confirmed, pending: [], shown: confirmed, strokes: [] };
}

/** Shows our own operation at once. */
export function withPending(view: LayerView, op: LayerOp, me: Author): LayerView {
  if (view.pending.some(({ id }) => id === op.id)) return view;
  return viewOf(view.confirmed, [...view.pending, op], me);
}

/** Takes an operation out of the pending ones: the server has it, or refused it and it is taken back. */
export function withoutPending(view: LayerView, id: StrokeId, me: Author): LayerView {
  const pending = view.pending.filter((op) => op.id !== id);
  return pending.length === view.pending.length ? view : viewOf(view.confirmed, pending, me);
}

/** Whether entries before this one are missing, so that the layer must be loaded again. */
export function isGap(view: LayerView | undefined, entry: LayerEntry): boolean {
  return entry.seq > (view?.confirmed.seq ?? 0) + 1;
}

/** The next numbered entry; one after a gap changes nothing. */
export function withEntry(view: LayerView, entry: LayerEntry, me: Author): LayerView {
  if (isGap(view, entry)) return view;
  const pending = view.pending.filter(({ id }) => id !== entry.op.id);
  return viewOf(applyEntry(view.confirmed, entry), pending, me);
}
