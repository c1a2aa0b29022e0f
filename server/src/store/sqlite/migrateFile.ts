import { existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { dirname, join } from 'node:path';
import { syncFolder, copyFile } from '../backup/copyFile.ts';
import { schemaVersionOf } from '../backup/copyDatabase.ts';
import { backupsIn, makeBackup } from '../backup/makeBackup.ts';
import { names } from '../backup/manifest.ts';
import { collections } from '../domain/collections.ts';
import { MigrationError, prepare } from '../migrations/migrate.ts';
import { shapeAfter, type Migration } from '../migrations/migrations.ts';
import { isBusy, lockExclusively } from './lockExclusively.ts';
import { SqliteEngine } from './SqliteEngine.ts';

/** Two servers that start at once wait for each other; one that runs is not waited for that long. */
const WAIT_MS = 10_000;
const POLL_MS = 50;

export interface MigrateFileOptions {
  dataDir: string;
  migrations: readonly Migration[];
  version: string;
  note: (text: string) => void;
}

/**
 * Brings an embedded database to the newest shape, if it has an older one: a backup first, then the migrations on a
 * copy, which takes the file's place when they are through. Whatever fails or is killed before that leaves the file
 * as it was. Nobody else may have it open meanwhile.
 * @throws MigrationError naming the backup
 */
export async function migrateFile(options: MigrateFileOptions): Promise<void> {
  const file = join(options.dataDir, names.database);
  const known = shapeAfter(options.migrations);
  const giveUp = Date.now() + WAIT_MS;
  for (;;) {
    const shape = shapeOf(file);
    if (shape !== 'busy' && (shape === 0 || shape >= known)) return;
    const { ino } = await stat(file);
    const db = shape === 'busy' ? undefined : lockExclusively(file);
    try {
      // Another process may have put a new file here just before we had the old one.
      if (db && (await stat(file)).ino === ino) return await migrateLocked(options, file, db);
    } finally {
      db?.close();
    }
    if (Date.now() > giveUp) {
      throw new MigrationError(
        'Another Fernblick uses this data. Please stop it first; nothing was changed.',
      );
    }
    await sleep(POLL_MS);
  }
}

async function migrateLocked(
  { dataDir, migrations, version, note }: MigrateFileOptions,
  file: string,
  db: DatabaseSync,
): Promise<void> {
  note(`The data is brought to a new shape (${shapeAfter(migrations)}). A backup is made before.`);
  const to = backupsIn(dataDir);
  const { folder } = await makeBackup({ dataDir, to, kind: 'database', version, from: db });
  const next = `${file}.next`;
  const remove = async () => {
    for (const ending of ['', '-wal', '-shm']) await rm(`${next}${ending}`, { force: true });
  };
  try {
    await remove();
    await copyFile(join(folder, names.data, names.database), next);
    const engine = new SqliteEngine(next);
    try {
      await prepare(engine, collections, migrations);
    } finally {
      await engine.close();
    }
  } catch (error) {
    await remove();
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(
      `${reason}. Nothing was changed: the version before starts on the data as it is. A backup of it is in ${folder}.`,
      { cause: error },
    );
  }
  // Without a log beside it, closing the old file touches nothing of the new one.
  db.exec('PRAGMA journal_mode = DELETE');
  await rename(next, file);
  await syncFolder(dirname(file));
  note(`Done. The data as it was before is in ${folder}.`);
}

/** 0 where there is nothing to migrate; what is no database is for the engine to complain of. */
function shapeOf(file: string): number | 'busy' {
  if (!existsSync(file)) return 0;
  try {
    return schemaVersionOf(file);
  } catch (error) {
    return isBusy(error) ? 'busy' : 0;
  }
}
