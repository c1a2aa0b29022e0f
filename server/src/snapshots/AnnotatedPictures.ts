import { SnapshotId, SurfaceId } from '@fernblick/shared/protocol';
import { burnLayer } from '../annotations/burnLayer.ts';
import type { AnnotationLogs } from '../annotations/AnnotationLogs.ts';
import type { BlobStore } from '../blobs/BlobStore.ts';
import type { BlobRef, SnapshotDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';

/** Snapshots with their strokes burned in; made when asked for and kept until the layer grows. */
export class AnnotatedPictures {
  readonly #store: Store;
  readonly #blobs: BlobStore;
  readonly #logs: AnnotationLogs;
  readonly #making = new Map<SnapshotId, Promise<BlobRef>>();

  constructor(store: Store, blobs: BlobStore, logs: AnnotationLogs) {
    this.#store = store;
    this.#blobs = blobs;
    this.#logs = logs;
  }

  /** The picture as the layer is now; the original while nothing is drawn. One at a time per snapshot. */
  async get(doc: SnapshotDoc): Promise<BlobRef> {
    const before = this.#making.get(doc.id);
    const making = (before ?? Promise.resolve())
      .then(() => this.#make(doc.id))
      .finally(() => {
        if (this.#making.get(doc.id) === making) this.#making.delete(doc.id);
      });
    this.#making.set(doc.id, making);
    return making;
  }

  async #make(id: SnapshotId): Promise<BlobRef> {
    const doc = await this.#store.snapshots.get(id);
    if (!doc) throw new Error('the snapshot is gone');
    const surface = { orgId: doc.orgId, caseId: doc.caseId, surfaceId: SurfaceId.parse(doc.id) };
    const layer = await this.#logs.use(surface, async (log) => log.layer);
    if (doc.annotated?.layerSeq === layer.seq) return doc.annotated.blob;
    if (layer.strokes.length === 0) return doc.original;
    const { jpeg } = await burnLayer(await this.#blobs.read(doc.original.key), layer.strokes);
    const blob = await this.#blobs.put(doc.orgId, jpeg, 'image/jpeg');
    await this.#store.snapshots.update(id, () => ({ changes: { annotated: { blob, layerSeq: layer.seq } } }));
    if (doc.annotated) await this.#blobs.remove(doc.annotated.blob.key);
    return blob;
  }
}
