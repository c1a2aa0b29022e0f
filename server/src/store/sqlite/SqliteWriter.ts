import type { DatabaseSync } from 'node:sqlite';
import { failureOf, isUniqueFailure } from './failures.ts';
import type { Outcome, Row, WriteRequest } from './requests.ts';
import { definition, table, whereClause } from './sql.ts';
import { Statements } from './Statements.ts';

/**
 * Writes batches: all requests of a batch share one transaction and so one fsync (group commit), each in a
 * savepoint of its own, so that the failure of one leaves the others alone.
 */
export class SqliteWriter {
  readonly #db: DatabaseSync;
  readonly #statements: Statements;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#statements = new Statements(db);
  }

  /** One outcome for each request; what is `ok` is on the disk. */
  write(batch: readonly WriteRequest[]): Outcome[] {
    try {
      return this.#commit(batch);
    } catch (error) {
      if (batch.length <= 1) return batch.map(() => ({ ok: false, failure: failureOf(error) }));
      // A full disk ends the whole transaction: alone, the small ones may still find room.
      return batch.flatMap((request) => this.write([request]));
    }
  }

  #commit(batch: readonly WriteRequest[]): Outcome[] {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const outcomes = batch.map((request) => this.#isolated(request));
      this.#db.exec('COMMIT');
      return outcomes;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #isolated(request: WriteRequest): Outcome {
    this.#db.exec('SAVEPOINT request');
    try {
      const value = this.#perform(request);
      this.#db.exec('RELEASE request');
      return { ok: true, value };
    } catch (error) {
      if (!this.#db.isTransaction || !isUniqueFailure(error)) throw error;
      this.#db.exec('ROLLBACK TO request; RELEASE request');
      return { ok: false, failure: failureOf(error) };
    }
  }

  #perform(request: WriteRequest): unknown {
    switch (request.kind) {
      case 'ensure':
        for (const sql of request.collections.flatMap(definition)) this.#db.exec(sql);
        return true;
      case 'insert':
        for (const row of request.rows) this.#insert(request.collection, row);
        return true;
      case 'replace': {
        const { id, rev, json } = request.row;
        const sql = `UPDATE ${table(request.collection)} SET rev = ?, doc = ? WHERE id = ? AND rev = ?`;
        return this.#statements.run({ sql, values: [rev, json, id, rev - 1] }) === 1;
      }
      case 'remove': {
        const { sql, values } = whereClause(request.collection, request.where);
        return this.#statements.run({ sql: `DELETE FROM ${table(request.collection)}${sql}`, values });
      }
    }
  }

  #insert(collection: string, { id, rev, json }: Row): void {
    this.#statements.run({
      sql: `INSERT INTO ${table(collection)} VALUES (?, ?, ?)`,
      values: [id, rev, json],
    });
  }
}
