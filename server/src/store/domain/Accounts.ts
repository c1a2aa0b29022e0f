import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { FernblickError } from '@fernblick/shared/protocol';
import { eq, UniqueViolation, type Condition, type EngineDoc } from '../engine/DocumentEngine.ts';
import type { AccountModel, AccountRecords, AccountRow, AccountWhere } from '../Store.ts';
import { conflict, untilDone, type StoreContext } from './context.ts';
import { compareValues, matchRow } from './matchRow.ts';
import { plain } from './plain.ts';

/** A row as stored: dates as milliseconds, with the names of the members that are dates. */
const StoredRow = z.object({
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  dates: z.array(z.string()),
});

/** Fields that are indexed in some model: equality there is left to the database. */
const indexed = new Set(['email', 'token', 'userId', 'accountId', 'identifier']);

const collectionOf = (model: AccountModel) => `account.${model}` as const;

interface Found {
  row: AccountRow;
  id: string;
  rev: number;
}

/**
 * Rows of the sign-in library. The database narrows down by indexed fields; all the operators of the library
 * are judged here, once for both databases.
 */
export class Accounts implements AccountRecords {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async create(model: AccountModel, row: AccountRow): Promise<AccountRow> {
    const id = typeof row.id === 'string' ? row.id : randomUUID();
    const doc = encode({ id, rev: 1, row: { ...row, id } });
    await refusingTaken(model, () => this.#context.engine.insert(collectionOf(model), [doc]));
    return decode(doc).row;
  }

  async find(
    model: AccountModel,
    where: readonly AccountWhere[],
    options: { limit?: number; offset?: number; sortBy?: { field: string; direction: 'asc' | 'desc' } } = {},
  ): Promise<AccountRow[]> {
    const rows = (await this.#matching(model, where)).map(({ row }) => row);
    const { limit = Infinity, offset = 0, sortBy } = options;
    if (sortBy) {
      const sign = sortBy.direction === 'asc' ? 1 : -1;
      rows.sort((a, b) => sign * compareValues(a[sortBy.field], b[sortBy.field]));
    }
    return rows.slice(offset, offset + limit);
  }

  async count(model: AccountModel, where: readonly AccountWhere[]): Promise<number> {
    return (await this.#matching(model, where)).length;
  }

  async update(
    model: AccountModel,
    where: readonly AccountWhere[],
    changes: AccountRow,
  ): Promise<AccountRow[]> {
    const changed: AccountRow[] = [];
    for (const found of await this.#matching(model, where)) {
      const row = await untilDone(() => this.#tryUpdate(model, found.id, where, changes));
      if (row) changed.push(row);
    }
    return changed;
  }

  async #tryUpdate(
    model: AccountModel,
    id: string,
    where: readonly AccountWhere[],
    changes: AccountRow,
  ): Promise<AccountRow | undefined | typeof conflict> {
    const stored = await this.#context.engine.get(collectionOf(model), id);
    if (!stored) return undefined;
    const { row, rev } = decode(stored);
    // It may have changed since it was found.
    if (!matchRow(row, where)) return undefined;
    const doc = encode({ id, rev: rev + 1, row: { ...row, ...changes, id } });
    const done = await refusingTaken(model, () => this.#context.engine.replace(collectionOf(model), doc));
    return done ? decode(doc).row : conflict;
  }

  async remove(model: AccountModel, where: readonly AccountWhere[]): Promise<number> {
    let removed = 0;
    // One by one: of two that remove the same row, such as a one-time code, one is told that it was it.
    for (const { id } of await this.#matching(model, where)) {
      removed += await this.#context.engine.remove(collectionOf(model), [eq('id', id)]);
    }
    return removed;
  }

  async #matching(model: AccountModel, where: readonly AccountWhere[]): Promise<Found[]> {
    const narrowed = where.flatMap((clause) => narrowing(clause));
    const sort = { fields: ['id'], direction: 'asc' } as const;
    const docs = await this.#context.engine.find(collectionOf(model), { where: narrowed, sort });
    return docs.map(decode).filter(({ row }) => matchRow(row, where));
  }
}

function narrowing({ field, operator, value, connector }: AccountWhere): Condition[] {
  if (connector === 'OR' || operator !== 'eq' || typeof value !== 'string') return [];
  if (field === 'id') return [eq('id', value)];
  return indexed.has(field) ? [eq(`values.${field}`, value)] : [];
}

async function refusingTaken<Result>(model: AccountModel, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error;
    throw new FernblickError(model === 'user' ? 'EMAIL_TAKEN' : 'ID_CONFLICT', 'a unique value is taken');
  }
}

function encode({ id, rev, row }: Found): EngineDoc {
  const dates = Object.keys(row).filter((name) => row[name] instanceof Date);
  const values = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof Date ? value.getTime() : value,
  ]);
  return { id, _rev: rev, ...StoredRow.parse({ values: plain(Object.fromEntries(values)), dates }) };
}

function decode(doc: EngineDoc): Found {
  const { values, dates } = StoredRow.parse(doc);
  const row: AccountRow = { ...values };
  for (const name of dates) {
    const value = values[name];
    if (typeof value === 'number') row[name] = new Date(value);
  }
  return { id: doc.id, rev: doc._rev, row };
}
