import * as z from 'zod';

/**
 * The port between the domain store and a database.
 *
 * Slices see the words of the product (`Store`). What those words mean (idempotent creation, versions, the
 * chain, case numbers, audit) is written once in `domain/`, over this port, so that the two databases cannot
 * drift apart. The port is the portable subset of both: one document is changed atomically, several are not.
 * Values under a unique index must always be there (MongoDB takes two missing ones for equal, SQLite does not).
 */
export interface DocumentEngine {
  readonly kind: 'sqlite' | 'mongodb';
  /** Makes the collections and indexes that are not there yet. */
  ensure(collections: readonly CollectionSpec[]): Promise<void>;
  /**
   * In the order given. SQLite stores all or none; MongoDB may keep a prefix when it fails, so callers write
   * batches that can simply be written again.
   * @throws UniqueViolation
   */
  insert(collection: string, docs: readonly EngineDoc[]): Promise<void>;
  get(collection: string, id: string): Promise<EngineDoc | undefined>;
  /**
   * Compare and set: true if the stored `_rev` was `doc._rev - 1` and now is `doc`.
   * @throws UniqueViolation
   */
  replace(collection: string, doc: EngineDoc): Promise<boolean>;
  find(collection: string, query: Query): Promise<EngineDoc[]>;
  /** Returns how many were removed. An empty `where` removes all. */
  remove(collection: string, where: readonly Condition[]): Promise<number>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A JSON object. `_rev` counts every write; what people compare is the domain's `version`. */
export const EngineDoc = z.looseObject({ id: z.string(), _rev: z.number().int() });
export type EngineDoc = z.infer<typeof EngineDoc>;

export interface CollectionSpec {
  name: string;
  /** Besides `id`, which is unique by itself. Fields are paths such as `entry.seq`. */
  indexes: readonly IndexSpec[];
}

/** `each` indexes the elements of one array field, for `has`. */
export type IndexSpec = { fields: readonly string[]; unique?: boolean } | { each: string };

export type Scalar = string | number | boolean;

export type Condition =
  | { field: string; is: 'eq' | 'gt' | 'gte' | 'lt' | 'lte'; value: Scalar }
  | { field: string; is: 'in'; value: readonly Scalar[] }
  /** The array has this element; needs an `each` index. */
  | { field: string; is: 'has'; value: Scalar }
  /** The text has this part, letter by letter. */
  | { field: string; is: 'contains'; value: string }
  | { any: readonly Condition[] };

export interface Query {
  where: readonly Condition[];
  /** All fields in one direction; together they should be unique when `after` is used. */
  sort?: { fields: readonly string[]; direction: 'asc' | 'desc' };
  /** Values of the sort fields of the last document that was read: goes on behind it. */
  after?: readonly Scalar[] | undefined;
  limit?: number;
}

/** A value under a unique index, or the id, is taken. */
export class UniqueViolation extends Error {
  override readonly name = 'UniqueViolation';
}

export const eq = (field: string, value: Scalar): Condition => ({ field, is: 'eq', value });
export const isIn = (field: string, value: readonly Scalar[]): Condition => ({ field, is: 'in', value });
