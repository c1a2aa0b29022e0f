import { FernblickError, type LayerEntry, type SurfaceId } from '@fernblick/shared/protocol';
import { LayerEntryDoc } from '../documents.ts';
import { EngineDoc, eq, isIn, UniqueViolation } from '../engine/DocumentEngine.ts';
import type { Store } from '../Store.ts';
import { conflict, untilDone, type StoreContext } from './context.ts';
import { plain } from './plain.ts';

type LayerStore = Store['layers'];

const NAME = 'layers';
const SEQ = 'entry.seq';

/** Logs of strokes, stored under the id of the operation. */
export class Layers implements LayerStore {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  append(entries: readonly LayerEntryDoc[]): Promise<void> {
    const surfaceId = entries[0]?.surfaceId;
    if (!surfaceId) return Promise.resolve();
    if (entries.some((doc) => doc.surfaceId !== surfaceId || doc.entry.op.surfaceId !== surfaceId)) {
      return Promise.reject(new FernblickError('BAD_DATA', 'entries of several surfaces'));
    }
    return this.#context.queue.run(`${NAME}:${surfaceId}`, () =>
      untilDone(() => this.#tryAppend(surfaceId, entries)),
    );
  }

  async #tryAppend(surfaceId: SurfaceId, entries: readonly LayerEntryDoc[]): Promise<void | typeof conflict> {
    const missing = await this.#missing(entries);
    let next = missing.length > 0 ? (await this.headSeq(surfaceId)) + 1 : 0;
    for (const { entry } of missing) {
      if (entry.seq !== next++) throw new FernblickError('VERSION_CONFLICT', 'does not continue the layer');
    }
    try {
      await this.#context.engine.insert(
        NAME,
        missing.map((doc) => EngineDoc.parse(plain({ ...doc, id: doc.entry.op.id, _rev: 1 }))),
      );
    } catch (error) {
      // Someone else appended between our look and our write: look again.
      if (error instanceof UniqueViolation) return conflict;
      throw error;
    }
  }

  /** Those that are not stored yet. */
  async #missing(entries: readonly LayerEntryDoc[]): Promise<LayerEntryDoc[]> {
    const ids = entries.map(({ entry }) => entry.op.id);
    const found = await this.#context.engine.find(NAME, { where: [isIn('id', ids)] });
    const stored = new Map(found.map((doc) => [doc.id, LayerEntryDoc.parse(doc)]));
    return entries.filter((doc) => {
      const same = stored.get(doc.entry.op.id);
      if (!same) return true;
      if (same.digest !== doc.digest || same.surfaceId !== doc.surfaceId) {
        throw new FernblickError('ID_CONFLICT', 'the id stands for another operation');
      }
      if (same.entry.seq !== doc.entry.seq) {
        throw new FernblickError('VERSION_CONFLICT', 'it is stored under another number');
      }
      return false;
    });
  }

  async list(surfaceId: SurfaceId, afterSeq = 0): Promise<LayerEntryDoc[]> {
    const found = await this.#context.engine.find(NAME, {
      where: [eq('surfaceId', surfaceId), { field: SEQ, is: 'gt', value: afterSeq }],
      sort: { fields: [SEQ], direction: 'asc' },
    });
    return found.map((doc) => LayerEntryDoc.parse(doc));
  }

  async byOpId(id: LayerEntry['op']['id']): Promise<LayerEntryDoc | undefined> {
    const found = await this.#context.engine.get(NAME, id);
    return found && LayerEntryDoc.parse(found);
  }

  async headSeq(surfaceId: SurfaceId): Promise<number> {
    const sort = { fields: [SEQ], direction: 'desc' } as const;
    const found = await this.#context.engine.find(NAME, {
      where: [eq('surfaceId', surfaceId)],
      sort,
      limit: 1,
    });
    return found[0] ? LayerEntryDoc.parse(found[0]).entry.seq : 0;
  }
}
