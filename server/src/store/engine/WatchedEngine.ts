import type { DocumentEngine } from './DocumentEngine.ts';

/** What happened to one operation; `error` is undefined when it went well. */
export type Witness = (outcome: { wrote: boolean; error: unknown }) => void;

/** Passes everything on, and tells how it went: whoever watches the store learns of trouble from those who use it. */
export function watched(engine: DocumentEngine, witness: Witness): DocumentEngine {
  const seen = async <Result>(work: Promise<Result>, wrote: boolean): Promise<Result> => {
    try {
      const result = await work;
      witness({ wrote, error: undefined });
      return result;
    } catch (error) {
      witness({ wrote, error });
      throw error;
    }
  };
  return {
    kind: engine.kind,
    ensure: (collections) => seen(engine.ensure(collections), true),
    insert: (collection, docs) => seen(engine.insert(collection, docs), true),
    get: (collection, id) => seen(engine.get(collection, id), false),
    replace: (collection, doc) => seen(engine.replace(collection, doc), true),
    find: (collection, query) => seen(engine.find(collection, query), false),
    remove: (collection, where) => seen(engine.remove(collection, where), true),
    ping: () => seen(engine.ping(), false),
    close: () => engine.close(),
  };
}
