import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId, OrgId } from '@fernblick/shared/protocol';
import { describeEngine } from '../contract/engineContract.ts';
import { makeCase, makeEvent } from '../contract/testData.ts';
import { verifyChain } from '../domain/chain.ts';
import { openStore } from '../openStore.ts';
import { SqliteEngine } from './SqliteEngine.ts';
import { select } from './sql.ts';
import { SqliteWriter } from './SqliteWriter.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernblick-sqlite-'));
});
afterEach(() => rm(folder, { recursive: true }));

describeEngine(async () => new SqliteEngine(join(folder, 'test.db')));

describe('the embedded database', () => {
  test('a process killed in the middle of writing has kept all that it confirmed', async () => {
    const { store } = await openStore({ dataDir: folder });
    const orgId = newId(OrgId);
    const file = await store.cases.create(makeCase(orgId));
    await store.close();

    const script = new URL('./writeUntilKilled.ts', import.meta.url);
    const child = fork(script, [folder, orgId, file.id], { stdio: 'inherit', execArgv: [] });
    const confirmed: string[] = [];
    await new Promise<void>((resolve) =>
      child.on('message', (id) => {
        if (typeof id === 'string') confirmed.push(id);
        if (confirmed.length === 200) resolve();
      }),
    );
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;

    const again = (await openStore({ dataDir: folder })).store;
    const entries = await again.timeline.list(file.id, { limit: 100_000 });
    expect(confirmed.filter((id) => !entries.some((entry) => entry.id === id))).toEqual([]);
    expect(verifyChain(entries)).toBeUndefined();
    // The killed process had no time to copy its audit events.
    expect((await again.audit.list(orgId, { limit: 10 })).items).toMatchObject([{ action: 'case.write' }]);
    await again.close();
  });

  test('a file of a newer Fernblick is refused and left as it is', async () => {
    const { store } = await openStore({ dataDir: folder });
    await store.close();
    const db = new DatabaseSync(join(folder, 'fernblick.db'));
    db.exec(`UPDATE meta SET doc = json_set(doc, '$.schemaVersion', 2); DROP TABLE people`);
    await expect(openStore({ dataDir: folder })).rejects.toThrow(/newer Fernblick/);
    expect(db.prepare(`SELECT name FROM sqlite_schema WHERE name = 'people'`).all()).toEqual([]);
    db.close();
  });

  test('a thread that cannot open the file fails what it was asked; the next call starts another', async () => {
    const place = join(folder, 'later');
    const engine = new SqliteEngine(join(place, 'test.db'));
    const asked = [engine.ensure([]), engine.remove('things', [])];
    for (const call of asked) await expect(call).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await mkdir(place);
    await engine.ensure([{ name: 'things', indexes: [] }]);
    expect(await engine.remove('things', [])).toBe(0);
    await engine.close();
  });

  test('what is no database is a clear failure', async () => {
    const { store } = await openStore({ dataDir: folder });
    await store.close();
    await writeFile(join(folder, 'fernblick.db'), 'x'.repeat(10_000));
    await expect(openStore({ dataDir: folder })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: /not a database/,
    });
  });

  test('on a full disk what fits is written, the rest is refused, and nothing is half', async () => {
    const db = new DatabaseSync(join(folder, 'small.db'));
    const writer = new SqliteWriter(db);
    writer.write([{ kind: 'ensure', collections: [{ name: 'things', indexes: [] }] }]);
    db.exec('PRAGMA max_page_count = 20');
    const insert = (id: string, sizes: number[]) => ({
      kind: 'insert' as const,
      collection: 'things',
      rows: sizes.map((size, index) => ({ id: `${id}${index}`, rev: 1, json: 'x'.repeat(size) })),
    });
    const outcomes = writer.write([insert('a', [100]), insert('b', [100, 200_000]), insert('c', [100])]);
    expect(outcomes).toMatchObject([{ ok: true }, { ok: false, failure: { kind: 'full' } }, { ok: true }]);
    expect(db.prepare('SELECT id FROM things ORDER BY id').all()).toMatchObject([{ id: 'a0' }, { id: 'c0' }]);
    db.close();
  });

  test('one case list reads an index, not all cases', async () => {
    const { store } = await openStore({ dataDir: folder });
    await store.cases.create(makeCase(newId(OrgId)), [makeEvent(newId(OrgId))]);
    await store.close();
    const db = new DatabaseSync(join(folder, 'fernblick.db'));
    const { sql, values } = select('cases', {
      where: [{ field: 'orgId', is: 'eq', value: 'x' }],
      sort: { fields: ['activeAt', 'id'], direction: 'desc' },
      after: [5, 'y'],
      limit: 3,
    });
    const plan = db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      .map(({ detail }) => String(detail));
    expect(plan.join()).toMatch(/USING INDEX cases\.orgId\+activeAt\+id/);
    expect(plan.join()).not.toMatch(/TEMP B-TREE/);
    db.close();
  });
});
