import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Config } from '../../../server/src/config.ts';
import { schemaVersionOf } from '../../../server/src/store/backup/copyDatabase.ts';
import { SCHEMA_VERSION } from '../../../server/src/store/migrations/migrations.ts';
import { connectMongo } from '../../../server/src/store/mongo/connect.ts';
import { failing, ok, reasonOf, warning, type Finding } from './finding.ts';

const check = 'database';

/** Opens what is stored without changing it. */
export async function checkDatabase({
  dataDir,
  mongodbUri,
}: Pick<Config, 'dataDir' | 'mongodbUri'>): Promise<Finding> {
  return mongodbUri === undefined ? checkFile(join(dataDir, 'fernblick.db')) : checkMongo(mongodbUri);
}

function checkFile(file: string): Finding {
  if (!existsSync(file)) {
    return warning(
      check,
      `there is none at ${file}`,
      'The first start makes it; otherwise set DATA_DIR to where the data is.',
    );
  }
  const fix = 'Stop the server, keep a copy of the folder, and put the last backup back: npm run restore.';
  try {
    const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    try {
      const [row] = db.prepare('PRAGMA quick_check(1)').all();
      const found = String(row?.quick_check);
      if (found !== 'ok') return failing(check, `is damaged: ${found}`, fix);
    } finally {
      db.close();
    }
    return judge(schemaVersionOf(file), 'the embedded one, undamaged');
  } catch (error) {
    return failing(check, `cannot be read: ${reasonOf(error)}`, fix);
  }
}

async function checkMongo(uri: string): Promise<Finding> {
  try {
    const { client, db } = await connectMongo(uri);
    try {
      const start = performance.now();
      await db.command({ ping: 1 });
      const ms = performance.now() - start;
      const schema = await db
        .collection<{ _id: string; schemaVersion: number }>('meta')
        .findOne({ _id: 'schema' });
      return judge(schema?.schemaVersion ?? 0, `MongoDB answers after ${ms.toFixed(1)} ms`);
    } finally {
      await client.close();
    }
  } catch (error) {
    return failing(
      check,
      reasonOf(error),
      'Start MongoDB, or correct MONGODB_URI; the server does not start without it.',
    );
  }
}

function judge(shape: number, says: string): Finding {
  if (shape > SCHEMA_VERSION) {
    return failing(
      check,
      `was written by a newer Fernblick (shape ${shape}, this one knows ${SCHEMA_VERSION})`,
      'Install the newer version again, or put back the backup from before the update.',
    );
  }
  if (shape > 0 && shape < SCHEMA_VERSION)
    return ok(check, `${says}; the next start brings it to shape ${SCHEMA_VERSION}`);
  return ok(check, says);
}
