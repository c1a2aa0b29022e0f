import * as z from 'zod';
import {
  EngineDoc,
  type CollectionSpec,
  type Condition,
  type DocumentEngine,
  type Query,
} from '../engine/DocumentEngine.ts';
import { DatabaseThread } from './DatabaseThread.ts';
import type { ReadRequest, Row } from './requests.ts';

const Documents = z.array(
  z
    .string()
    .transform((json): unknown => JSON.parse(json))
    .pipe(EngineDoc),
);

const READERS = 2;

/**
 * Documents in one SQLite file: a table each, JSON text, indexes on expressions. One thread writes, others
 * read beside it; in WAL mode a read that starts after a commit sees it.
 */
export class SqliteEngine implements DocumentEngine {
  readonly kind = 'sqlite';
  readonly #writer: DatabaseThread;
  readonly #readers: DatabaseThread[];
  #turn = 0;

  /** @param file is made when it is missing, its folder is not */
  constructor(file: string) {
    this.#writer = new DatabaseThread({ file, mode: 'write' });
    this.#readers = Array.from({ length: READERS }, () => new DatabaseThread({ file, mode: 'read' }));
  }

  async ensure(collections: readonly CollectionSpec[]): Promise<void> {
    await this.#writer.call({ kind: 'ensure', collections });
  }

  async insert(collection: string, docs: readonly EngineDoc[]): Promise<void> {
    if (docs.length > 0) await this.#writer.call({ kind: 'insert', collection, rows: docs.map(rowOf) });
  }

  async replace(collection: string, doc: EngineDoc): Promise<boolean> {
    return z.boolean().parse(await this.#writer.call({ kind: 'replace', collection, row: rowOf(doc) }));
  }

  async remove(collection: string, where: readonly Condition[]): Promise<number> {
    return z.number().parse(await this.#writer.call({ kind: 'remove', collection, where }));
  }

  async get(collection: string, id: string): Promise<EngineDoc | undefined> {
    return Documents.parse(await this.#read({ kind: 'get', collection, id }))[0];
  }

  async find(collection: string, query: Query): Promise<EngineDoc[]> {
    return Documents.parse(await this.#read({ kind: 'find', collection, query }));
  }

  async ping(): Promise<void> {
    await this.#read({ kind: 'ping' });
  }

  /** Readers first: the last connection to close folds the log back into the file. */
  async close(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.close()));
    await this.#writer.close();
  }

  #read(request: ReadRequest): Promise<unknown> {
    this.#turn = (this.#turn + 1) % this.#readers.length;
    const reader = this.#readers[this.#turn];
    if (!reader) throw new Error('no reader');
    return reader.call(request);
  }
}

const rowOf = (doc: EngineDoc): Row => ({ id: doc.id, rev: doc._rev, json: JSON.stringify(doc) });
