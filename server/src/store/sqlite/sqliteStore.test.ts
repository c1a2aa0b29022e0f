import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describeStore } from '../contract/storeContract.ts';
import { openStore } from '../openStore.ts';

describeStore(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'fernblick-store-'));
  return {
    open: async (migrations) => (await openStore({ dataDir, ...(migrations && { migrations }) })).store,
    dump: async () => dump(join(dataDir, 'fernblick.db')),
    remove: () => rm(dataDir, { recursive: true }),
  };
});

function dump(file: string): Record<string, unknown> {
  const db = new DatabaseSync(file, { readOnly: true });
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE sql LIKE '%doc TEXT%'`).all();
  const rows = tables.flatMap(({ name }) =>
    db
      .prepare(`SELECT id, rev, doc FROM "${String(name)}" ORDER BY id`)
      .all()
      .map(({ id, rev, doc }): [string, unknown] => [`${String(name)}/${String(id)}`, { rev, doc }]),
  );
  db.close();
  return Object.fromEntries(rows);
}
