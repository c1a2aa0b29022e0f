import * as z from 'zod';
import { EngineDoc, isIn, type DocumentEngine } from '../engine/DocumentEngine.ts';

const COLLECTION = 'migrationUndo';
const BATCH = 500;

/** What a document was before a migration touched it first; without `before` it was not there. */
const Undo = z.object({
  id: z.string(),
  collection: z.string(),
  docId: z.string(),
  before: EngineDoc.optional(),
});

/**
 * Keeps what a migration changes as it was, in the database itself: neither database has a transaction over all
 * documents that a migration may change, and a process may be killed in the middle.
 */
export class UndoLog {
  readonly #engine: DocumentEngine;

  private constructor(engine: DocumentEngine) {
    this.#engine = engine;
  }

  static async open(engine: DocumentEngine): Promise<UndoLog> {
    await engine.ensure([{ name: COLLECTION, indexes: [] }]);
    return new UndoLog(engine);
  }

  /** The engine as a migration gets it: each write is preceded by a note of what was there. */
  recording(): DocumentEngine {
    const engine = this.#engine;
    const note = (collection: string, ids: readonly string[]) => this.#note(collection, ids);
    return {
      kind: engine.kind,
      ensure: (collections) => engine.ensure(collections),
      get: (collection, id) => engine.get(collection, id),
      find: (collection, query) => engine.find(collection, query),
      ping: () => engine.ping(),
      close: async () => undefined,
      insert: async (collection, docs) => {
        await note(
          collection,
          docs.map(({ id }) => id),
        );
        await engine.insert(collection, docs);
      },
      replace: async (collection, doc) => {
        await note(collection, [doc.id]);
        return engine.replace(collection, doc);
      },
      remove: async (collection, where) => {
        const found = await engine.find(collection, { where });
        await note(
          collection,
          found.map(({ id }) => id),
        );
        return engine.remove(collection, where);
      },
    };
  }

  /** Puts everything back. What interrupts it: it can be called again. */
  async undo(): Promise<void> {
    const all = await this.#all();
    const touched = new Map<string, string[]>();
    for (const { collection, docId } of all)
      touched.set(collection, [...(touched.get(collection) ?? []), docId]);
    // First everything goes, then what was there comes: no unique value is in the way of another.
    for (const [collection, ids] of touched) {
      for (let at = 0; at < ids.length; at += BATCH) {
        await this.#engine.remove(collection, [isIn('id', ids.slice(at, at + BATCH))]);
      }
    }
    for (const { collection, before } of all) if (before) await this.#engine.insert(collection, [before]);
    await this.clear();
  }

  async clear(): Promise<void> {
    await this.#engine.remove(COLLECTION, []);
  }

  async #all() {
    return z.array(Undo).parse(await this.#engine.find(COLLECTION, { where: [] }));
  }

  async #note(collection: string, ids: readonly string[]): Promise<void> {
    for (const docId of new Set(ids)) {
      const id = `${collection}/${docId}`;
      if (await this.#engine.get(COLLECTION, id)) continue;
      const before = await this.#engine.get(collection, docId);
      await this.#engine.insert(COLLECTION, [{ id, _rev: 1, collection, docId, ...(before && { before }) }]);
    }
  }
}
