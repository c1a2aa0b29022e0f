import {
  UniqueViolation,
  type CollectionSpec,
  type Condition,
  type DocumentEngine,
  type EngineDoc,
  type Query,
} from './DocumentEngine.ts';

export type EngineOperation = 'insert' | 'get' | 'replace' | 'find' | 'remove' | 'ping';

/** Told of every operation: how long it took, and why the database did not do it. */
export type StoreMeter = (operation: EngineOperation, ms: number, failure: unknown) => void;

/** Any engine, with a clock on it. A refusal that the domain expects (a taken id) is an answer like another. */
export class MeasuredEngine implements DocumentEngine {
  readonly kind: DocumentEngine['kind'];
  readonly #engine: DocumentEngine;
  readonly #meter: StoreMeter;

  constructor(engine: DocumentEngine, meter: StoreMeter) {
    this.kind = engine.kind;
    this.#engine = engine;
    this.#meter = meter;
  }

  ensure(collections: readonly CollectionSpec[]): Promise<void> {
    return this.#engine.ensure(collections);
  }

  insert(collection: string, docs: readonly EngineDoc[]): Promise<void> {
    return this.#measure('insert', this.#engine.insert(collection, docs));
  }

  get(collection: string, id: string): Promise<EngineDoc | undefined> {
    return this.#measure('get', this.#engine.get(collection, id));
  }

  replace(collection: string, doc: EngineDoc): Promise<boolean> {
    return this.#measure('replace', this.#engine.replace(collection, doc));
  }

  find(collection: string, query: Query): Promise<EngineDoc[]> {
    return this.#measure('find', this.#engine.find(collection, query));
  }

  remove(collection: string, where: readonly Condition[]): Promise<number> {
    return this.#measure('remove', this.#engine.remove(collection, where));
  }

  ping(): Promise<void> {
    return this.#measure('ping', this.#engine.ping());
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  async #measure<Result>(operation: EngineOperation, work: Promise<Result>): Promise<Result> {
    const since = performance.now();
    let failure: unknown;
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof UniqueViolation)) failure = error;
      throw error;
    } finally {
      this.#meter(operation, performance.now() - since, failure);
    }
  }
}
