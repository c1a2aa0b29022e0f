import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Statement } from './sql.ts';

/** Prepared statements of one connection, by their text. */
export class Statements {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }

  /** Returns how many rows it changed. */
  run({ sql, values }: Statement): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  /** One column of all rows. */
  column({ sql, values }: Statement, name: string): unknown[] {
    return this.#prepare(sql)
      .all(...values)
      .map((row) => row[name]);
  }
}
