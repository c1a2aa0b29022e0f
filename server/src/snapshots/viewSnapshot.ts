import type { LayerState, SnapshotView } from '@fernblick/shared/protocol';
import type { SnapshotDoc } from '../store/documents.ts';

/** A snapshot as clients see it: no keys of blobs, but the state of its layer. */
export function viewSnapshot(doc: SnapshotDoc, layer: Pick<LayerState, 'seq' | 'strokes'>): SnapshotView {
  const { id, caseId, sessionId, kind, method, width, height, takenBy, requestedBy, at } = doc;
  return {
    id,
    caseId,
    ...(sessionId && { sessionId }),
    kind,
    method,
    width,
    height,
    takenBy,
    ...(requestedBy && { requestedBy }),
    at,
    layerSeq: layer.seq,
    strokes: layer.strokes.length,
  };
}
