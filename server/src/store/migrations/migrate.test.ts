import { readdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId, OrgId } from '@fernblick/shared/protocol';
import { restoreBackup } from '../backup/restoreBackup.ts';
import { makeCase } from '../contract/testData.ts';
import { openStore } from '../openStore.ts';
import { lockExclusively } from '../sqlite/lockExclusively.ts';
import { SqliteEngine } from '../sqlite/SqliteEngine.ts';
import { prepare } from './migrate.ts';
import type { Migration } from './migrations.ts';
import { migrations } from './migrations.ts';
import { UndoLog } from './UndoLog.ts';

let dataDir: string;
const orgId = newId(OrgId);
const file = () => join(dataDir, 'fernblick.db');
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'fernblick-migrate-'));
  const { store } = await openStore({ dataDir });
  await store.cases.create(makeCase(orgId));
  await store.close();
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const renaming: Migration = {
  to: 2,
  title: 'rename',
  run: async (engine) => {
    for (const doc of await engine.find('cases', { where: [] })) {
      await engine.replace('cases', { ...doc, _rev: doc._rev + 1, title: 'Renamed' });
    }
  },
};
const failing: Migration = {
  ...renaming,
  run: async (engine) => {
    await renaming.run(engine);
    throw new Error('no luck');
  },
};

test('the real ones are numbered without a gap', () => {
  expect(migrations.map(({ to }) => to)).toEqual(migrations.map((_, index) => index + 2));
});

test('one that fails leaves the embedded file byte for byte; the way back is said', async () => {
  const before = await readFile(file());
  const said: string[] = [];
  const open = openStore({ dataDir, migrations: [failing], note: (text) => said.push(text) });
  await expect(open).rejects.toThrow(/no luck\. Nothing was changed: .*before-update-/s);
  expect((await readFile(file())).equals(before)).toBe(true);
  const left = (await readdir(dataDir)).filter((name) => !name.endsWith('-shm'));
  expect(left.sort()).toEqual(['backups', 'blobs', 'fernblick.db']);
  expect(said).toHaveLength(1);
});

test('one that works has made a backup before, which can be put back', async () => {
  const { store } = await openStore({ dataDir, migrations: [renaming] });
  expect((await store.cases.list(orgId, {}, { limit: 1 })).items[0]?.title).toBe('Renamed');
  await store.close();
  await expect(openStore({ dataDir })).rejects.toThrow(/newer Fernblick/);

  const [name = ''] = await readdir(join(dataDir, 'backups'));
  const from = join(dataDir, 'backups', name);
  await expect(restoreBackup({ from, dataDir })).rejects.toThrow(/--force/);
  await restoreBackup({ from, dataDir, force: true });
  const again = (await openStore({ dataDir })).store;
  expect((await again.cases.list(orgId, {}, { limit: 1 })).items[0]?.title).not.toBe('Renamed');
  await again.close();
  expect(await readdir(dataDir)).toContain('blobs');
});

test('none runs while another process uses the file', async () => {
  const db = new DatabaseSync(file());
  db.prepare('SELECT count(*) FROM cases').get();
  expect(lockExclusively(file())).toBeUndefined();
  db.close();
  const lock = lockExclusively(file());
  expect(lock).toBeDefined();
  lock?.close();
});

test('a process that was killed in the middle of one is undone by the next start, of whichever version', async () => {
  const dump = () => {
    const db = new DatabaseSync(file(), { readOnly: true });
    const docs = db.prepare('SELECT doc FROM cases').all();
    db.close();
    return docs.map(({ doc }): unknown => JSON.parse(String(doc)));
  };
  const before = dump();
  // As it is left behind: marked, changed and noted.
  const engine = new SqliteEngine(file());
  await engine.replace('meta', { id: 'schema', _rev: 2, schemaVersion: 2, migratingFrom: 1 });
  await renaming.run((await UndoLog.open(engine)).recording());
  await engine.insert('meta', [{ id: 'migration', _rev: 1, owner: 'the dead', until: Date.now() - 1 }]);
  expect(dump()).not.toEqual(before);
  await prepare(engine, [], []);
  expect(dump()).toEqual(before);
  await prepare(engine, [], [renaming]);
  expect(dump()).not.toEqual(before);
  await engine.close();
});
