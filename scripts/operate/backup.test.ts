import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EntryList } from '@fernblick/shared/api';
import { CaseId, newId, SnapshotId } from '@fernblick/shared/protocol';
import { LiveServer, operate, password } from './fixtures.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernblick-operate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a backup of a busy server, put back on an empty machine, has all that was acknowledged before', async () => {
  const there = await LiveServer.start(join(folder, 'there'));
  await there.setUp();
  const caseId = newId(CaseId);
  await there.ask('POST', '/api/cases', { id: caseId, title: 'Pump leaks' });
  const acknowledged = { notes: new Set<string>(), pictures: new Set<string>() };
  let busy = true;
  const notes = async () => {
    while (busy) {
      const id = crypto.randomUUID();
      const note = { id, text: `Note ${id}`, visibility: 'shared', clientAt: Date.now() };
      const { status } = await there.ask('POST', `/api/cases/${caseId}/entries`, note);
      if (status === 200) acknowledged.notes.add(id);
    }
  };
  const pictures = async () => {
    for (let number = 0; busy; number++) {
      const id = newId(SnapshotId);
      await there.uploadPicture(caseId, id, `hsl(${number % 360} 60% 50%)`);
      acknowledged.pictures.add(id);
    }
  };
  const writers = [notes(), notes(), pictures(), pictures()];
  await expect.poll(() => acknowledged.pictures.size, { timeout: 10_000 }).toBeGreaterThan(5);
  const before = { notes: [...acknowledged.notes], pictures: [...acknowledged.pictures] };
  const made = await operate('backup', ['--to', join(folder, 'backups')], there.env);
  busy = false;
  await Promise.all(writers);
  expect(made).toMatchObject({ code: 0, err: '' });
  // It was taken in the middle of writing.
  expect(acknowledged.notes.size).toBeGreaterThan(before.notes.length);

  const [name = ''] = await readdir(join(folder, 'backups'));
  const backup = join(folder, 'backups', name);
  for (const path of await readdir(backup, { recursive: true })) {
    const { mode } = await stat(join(backup, path));
    expect([path, mode & 0o077]).toEqual([path, 0]);
  }
  const { cookie, ca } = there;
  await there.close();

  const dataDir = join(folder, 'new');
  const restored = await operate('restore', ['--from', backup, '--into', dataDir], {
    DATA_DIR: join(folder, 'unused'),
  });
  expect(restored).toMatchObject({ code: 0, err: '' });
  const here = await LiveServer.start(dataDir);
  try {
    // Devices that installed the authority go on; whoever was signed in still is, and the password works.
    expect(here.ca).toBe(ca);
    here.cookie = cookie;
    expect((await here.ask('GET', '/api/me')).status).toBe(200);
    const signIn = { email: 'ada@example.com', password };
    expect((await here.ask('POST', '/api/sign-in', signIn)).status).toBe(200);

    const ids = new Set<string>();
    for (let after = 0; ;) {
      const page = await here.ask('GET', `/api/cases/${caseId}/entries?limit=200&after=${after}`);
      const { entries, headSeq } = EntryList.parse(page.json);
      for (const { id, seq } of entries) {
        ids.add(id);
        after = seq;
      }
      if (after >= headSeq) break;
    }
    expect(before.notes.filter((id) => !ids.has(id))).toEqual([]);
    expect(before.pictures.filter((id) => !ids.has(id))).toEqual([]);
    // Every picture that the copy names, of after the beginning of the backup, too, can be read.
    const named = await here.store.snapshots.listByCase(CaseId.parse(caseId));
    expect(named.length).toBeGreaterThanOrEqual(before.pictures.length);
    for (const { id, original } of named) {
      const picture = await here.ask('GET', `/api/snapshots/${id}/original`);
      expect([picture.status, picture.bytes.length]).toEqual([200, original.size]);
    }
  } finally {
    await here.close();
  }
}, 60_000);

test('with MongoDB the certificates and secrets are kept, and what mongodump has to do is said', async () => {
  const server = await LiveServer.start(join(folder, 'data'));
  await server.close();
  const MONGODB_URI = 'mongodb://admin:hunter2@db.example.com:27017/service?replicaSet=rs0';
  const { code, out } = await operate('backup', ['--to', join(folder, 'to')], { ...server.env, MONGODB_URI });
  expect(code).toBe(0);
  expect(out).not.toContain('hunter2');
  const lines = out.split('\n').filter((line) => line.startsWith('  mongodump'));
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(/--uri="\$MONGODB_URI" --db=service .*--archive="\//);
  const [name = ''] = await readdir(join(folder, 'to'));
  const from = join(folder, 'to', name);
  const into = join(folder, 'into');
  const restored = await operate('restore', ['--from', from, '--into', into], { MONGODB_URI });
  expect(restored.out).toContain('mongorestore --uri="$MONGODB_URI"');
  expect(await readFile(join(into, 'tls', 'ca.pem'), 'utf8')).toBe(server.ca);
  expect((await stat(join(into, 'auth-secret'))).mode & 0o077).toBe(0);
  expect(await readdir(into)).not.toContain('fernblick.db');
});

test('an option that is not known ends with the usage', async () => {
  expect(await operate('restore', ['--form', 'x'], {})).toMatchObject({
    code: 1,
    err: /usage: npm run restore/,
  });
  expect(await operate('backup', ['here'], {})).toMatchObject({ code: 1, err: /usage: npm run backup/ });
});
