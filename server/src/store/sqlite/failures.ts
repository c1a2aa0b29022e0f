import type { Failure } from './requests.ts';

// Result codes of SQLite (https://sqlite.org/rescode.html); the lower byte is the primary code.
const CONSTRAINT_PRIMARYKEY = 1555;
const CONSTRAINT_UNIQUE = 2067;
const FULL = 13;
/** BUSY, LOCKED, READONLY, IOERR, CORRUPT, CANTOPEN, NOTADB: the file is out of reach. */
const unavailable = new Set([5, 6, 8, 10, 11, 14, 26]);

function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : undefined;
}

export function isUniqueFailure(error: unknown): boolean {
  const code = codeOf(error);
  return code === CONSTRAINT_UNIQUE || code === CONSTRAINT_PRIMARYKEY;
}

/** What an error of SQLite means for whoever asked. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const primary = (codeOf(error) ?? 0) & 0xff;
  if (isUniqueFailure(error)) return { kind: 'unique', message };
  if (primary === FULL) return { kind: 'full', message };
  return { kind: unavailable.has(primary) ? 'unavailable' : 'internal', message };
}
