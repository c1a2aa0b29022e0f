import type { Author, SessionId, SnapshotId } from '@fernblick/shared/protocol';
import { EntryId, SurfaceId } from '@fernblick/shared/protocol';
import type { AnnotationLogs } from '../annotations/AnnotationLogs.ts';
import { appendEntry } from '../cases/appendEntry.ts';
import type { CaseNews } from '../cases/CaseNews.ts';
import { sha256 } from '../secrets.ts';
import type { Store } from '../store/Store.ts';

/**
 * Puts the annotated frame into the timeline once drawing on it has come to a rest. The same state of the layer
 * gives the same entry, so it may be called as often as one likes; an empty layer gives none.
 */
export async function noteAnnotation(
  { store, logs, news }: { store: Store; logs: AnnotationLogs; news: CaseNews },
  snapshotId: SnapshotId,
  author: Author,
  sessionId?: SessionId,
): Promise<void> {
  const doc = await store.snapshots.get(snapshotId);
  if (!doc) return;
  const surfaceId = SurfaceId.parse(snapshotId);
  const { orgId, caseId } = doc;
  const { seq, strokes } = await logs.use({ orgId, caseId, surfaceId }, async (log) => log.layer);
  if (strokes.length === 0) return;
  const id = entryIdOf(snapshotId, seq);
  if (await store.timeline.get(id)) return;
  await appendEntry(store, news, {
    id,
    orgId,
    caseId,
    visibility: 'shared',
    author,
    clientAt: Date.now(),
    body: {
      kind: 'annotation',
      snapshotId,
      ...(sessionId && { sessionId }),
      layerSeq: seq,
      strokes: strokes.length,
    },
  });
}

/** One id per state of the layer: a UUIDv8 (RFC 9562) made of the digest. */
function entryIdOf(snapshotId: SnapshotId, seq: number): EntryId {
  const hex = sha256(`annotation ${snapshotId} ${seq}`);
  return EntryId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  );
}
