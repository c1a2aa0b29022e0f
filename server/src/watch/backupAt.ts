import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Touched by whatever makes the backups, when one is done. */
const MARK = 'last-backup';

/** When the last backup ended, in UTC milliseconds; undefined if none is known. */
export async function backupAt(dataDir: string): Promise<number | undefined> {
  const mark = await stat(join(dataDir, MARK)).catch(() => undefined);
  return mark && Math.round(mark.mtimeMs);
}
