import { DatabaseSync } from 'node:sqlite';

const BUSY = 5;

/**
 * Opens a database file that nobody else has open, not even for reading, and keeps it so until the connection is
 * closed.
 * @returns undefined if somebody has it open
 */
export function lockExclusively(file: string): DatabaseSync | undefined {
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK');
    return db;
  } catch (error) {
    db.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** Whether an error of SQLite says that another connection is in the way. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === BUSY;
}
