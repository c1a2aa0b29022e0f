import type { CollectionSpec, Condition, Query } from '../engine/DocumentEngine.ts';

/** A document on its way to the file: as text, since threads copy strings cheaply. */
export interface Row {
  id: string;
  rev: number;
  json: string;
}

/** What the engine asks its worker threads. */
export type WriteRequest =
  | { kind: 'ensure'; collections: readonly CollectionSpec[] }
  | { kind: 'insert'; collection: string; rows: readonly Row[] }
  | { kind: 'replace'; collection: string; row: Row }
  | { kind: 'remove'; collection: string; where: readonly Condition[] };

export type ReadRequest =
  | { kind: 'get'; collection: string; id: string }
  | { kind: 'find'; collection: string; query: Query }
  | { kind: 'ping' };

export type Failure = { kind: 'unique' | 'full' | 'unavailable' | 'internal'; message: string };
export type Outcome = { ok: true; value: unknown } | { ok: false; failure: Failure };

export interface Ask {
  id: number;
  request: WriteRequest | ReadRequest | { kind: 'close' };
}
export interface Answer {
  id: number;
  outcome: Outcome;
}

/** Opened by the worker: where and how. */
export interface ThreadData {
  file: string;
  mode: 'write' | 'read';
}
