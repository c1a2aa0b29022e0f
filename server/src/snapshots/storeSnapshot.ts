import type { StillMetadata } from '@fernblick/shared/api';
import type { Author, OrgId } from '@fernblick/shared/protocol';
import { EntryId, FernblickError } from '@fernblick/shared/protocol';
import type { BlobStore } from '../blobs/BlobStore.ts';
import { appendEntry } from '../cases/appendEntry.ts';
import type { CaseNews } from '../cases/CaseNews.ts';
import { sha256 } from '../secrets.ts';
import type { SnapshotDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';
import { readStill } from './readStill.ts';

export interface StoreSnapshotDeps {
  store: Store;
  blobs: BlobStore;
  news: CaseNews;
}

/**
 * A picture becomes a snapshot of its case: checked, pixels into blobs, facts into the store, an entry into the
 * timeline. The same id again gives the first one. Durable when it resolves.
 * @throws SESSION_NOT_FOUND, UPLOAD_BROKEN (checksum or pixels), UPLOAD_NOT_IMAGE, UPLOAD_TOO_MANY_PIXELS, ID_CONFLICT, DISK_FULL
 */
export async function storeSnapshot(
  { store, blobs, news }: StoreSnapshotDeps,
  bytes: Buffer,
  about: StillMetadata,
  who: { orgId: OrgId; takenBy: Author; requestedBy?: Author | undefined },
): Promise<SnapshotDoc> {
  const { snapshotId, caseId, sessionId, kind, method } = about;
  if (about.sha256 && about.sha256 !== sha256(bytes)) {
    throw new FernblickError('UPLOAD_BROKEN', 'what arrived is not what was sent');
  }
  if (sessionId && (await store.sessions.get(sessionId))?.caseId !== caseId) {
    throw new FernblickError('SESSION_NOT_FOUND', 'the session is not of this case');
  }
  const known = await store.snapshots.get(snapshotId);
  if (known && (known.caseId !== caseId || known.takenBy.id !== who.takenBy.id)) {
    throw new FernblickError('ID_CONFLICT', 'another snapshot has this id');
  }
  const doc = known ?? (await create());
  await appendEntry(store, news, {
    // The snapshot's own id: stored again after a crash in between, it is still one entry.
    id: EntryId.parse(doc.id),
    orgId: doc.orgId,
    caseId,
    visibility: 'shared',
    author: doc.takenBy,
    clientAt: doc.at,
    body: {
      kind: 'snapshot',
      snapshotId,
      ...(sessionId && { sessionId }),
      width: doc.width,
      height: doc.height,
    },
  });
  return doc;

  async function create(): Promise<SnapshotDoc> {
    const still = await readStill(bytes);
    const discard = (unused: string[]) => Promise.all(unused.map((key) => blobs.remove(key)));
    const keep = (picture: Buffer) => blobs.put(who.orgId, picture, 'image/jpeg');
    const kept = await Promise.allSettled([keep(still.original), keep(still.preview), keep(still.thumbnail)]);
    const keys = kept.flatMap((result) => (result.status === 'fulfilled' ? [result.value.key] : []));
    try {
      const [original, preview, thumbnail] = kept.map((result) => {
        if (result.status === 'rejected') throw result.reason;
        return result.value;
      });
      if (!original || !preview || !thumbnail) throw new FernblickError('INTERNAL');
      const created = await store.snapshots.create({
        id: snapshotId,
        orgId: who.orgId,
        caseId,
        ...(sessionId && { sessionId }),
        kind,
        method,
        width: still.width,
        height: still.height,
        takenBy: who.takenBy,
        ...(who.requestedBy && { requestedBy: who.requestedBy }),
        at: Date.now(),
        original,
        preview,
        thumbnail,
      });
      // Somebody stored the same snapshot at the same moment: theirs stays.
      if (created.original.key !== original.key) await discard(keys);
      return created;
    } catch (error) {
      await discard(keys);
      throw error;
    }
  }
}
