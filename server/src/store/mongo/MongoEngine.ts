import type { Collection, Db, MongoClient } from 'mongodb';
import {
  EngineDoc,
  type CollectionSpec,
  type Condition,
  type DocumentEngine,
  type IndexSpec,
  type Query,
} from '../engine/DocumentEngine.ts';
import { mapped } from './errors.ts';
import { fieldName, filterAll, filterOfQuery, type MongoDoc } from './filter.ts';
import { reviveStuckMonitor } from './reviveStuckMonitor.ts';

/**
 * Documents in MongoDB, by the subset of it that every server of its kind has: no transactions, no pipelines in
 * updates, no partial indexes.
 */
export class MongoEngine implements DocumentEngine {
  readonly kind = 'mongodb';
  readonly #client: MongoClient;
  readonly #db: Db;
  readonly #monitor: { stop(): Promise<void> };

  /** The engine closes the client. */
  constructor(client: MongoClient, db: Db) {
    this.#client = client;
    this.#db = db;
    this.#monitor = reviveStuckMonitor(client);
  }

  async ensure(collections: readonly CollectionSpec[]): Promise<void> {
    for (const { name, indexes } of collections) {
      const descriptions = indexes.map(indexDescription);
      if (descriptions.length > 0) await mapped(this.#collection(name).createIndexes(descriptions));
    }
  }

  async insert(collection: string, docs: readonly EngineDoc[]): Promise<void> {
    if (docs.length > 0) await mapped(this.#collection(collection).insertMany(docs.map(encode)));
  }

  async get(collection: string, id: string): Promise<EngineDoc | undefined> {
    const found = await mapped(this.#collection(collection).findOne({ _id: id }));
    return found ? decode(found) : undefined;
  }

  async replace(collection: string, doc: EngineDoc): Promise<boolean> {
    const { _id, ...rest } = encode(doc);
    const result = await mapped(this.#collection(collection).replaceOne({ _id, _rev: doc._rev - 1 }, rest));
    return result.matchedCount === 1;
  }

  async find(collection: string, query: Query): Promise<EngineDoc[]> {
    let cursor = this.#collection(collection).find(filterOfQuery(query));
    if (query.sort) {
      const order = query.sort.direction === 'asc' ? 1 : -1;
      cursor = cursor.sort(query.sort.fields.map((field): [string, 1 | -1] => [fieldName(field), order]));
    }
    if (query.limit !== undefined) cursor = cursor.limit(query.limit);
    return (await mapped(cursor.toArray())).map(decode);
  }

  async remove(collection: string, where: readonly Condition[]): Promise<number> {
    return (await mapped(this.#collection(collection).deleteMany(filterAll(where)))).deletedCount;
  }

  async ping(): Promise<void> {
    await mapped(this.#db.command({ ping: 1 }));
  }

  async close(): Promise<void> {
    await this.#monitor.stop();
    await this.#client.close();
  }

  #collection(name: string): Collection<MongoDoc> {
    return this.#db.collection(name);
  }
}

function indexDescription(index: IndexSpec) {
  const fields = 'fields' in index ? index.fields : [index.each];
  return {
    name: fields.join('+'),
    key: Object.fromEntries(fields.map((field) => [fieldName(field), 1])),
    unique: 'fields' in index && index.unique === true,
  };
}

const encode = ({ id, ...rest }: EngineDoc): MongoDoc => ({ ...rest, _id: id });
const decode = ({ _id, ...rest }: MongoDoc): EngineDoc => EngineDoc.parse({ ...rest, id: _id });
