import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId, OrgId } from '@fernblick/shared/protocol';
import { sha256 } from '../../secrets.ts';
import { makeCase, makeSnapshot } from '../contract/testData.ts';
import { openStore } from '../openStore.ts';
import { blobsNamedIn } from './copyDatabase.ts';
import { makeBackup } from './makeBackup.ts';
import { BackupError, names } from './manifest.ts';
import { requireNoHalfRestore, restoreBackup } from './restoreBackup.ts';

let folder: string;
let dataDir: string;
let to: string;
let place: { orgId: OrgId; id: Awaited<ReturnType<typeof fill>>['caseId'] };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernblick-backup-'));
  dataDir = join(folder, 'data');
  to = join(folder, 'to');
  const { orgId, caseId } = await fill();
  place = { orgId, id: caseId };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A case with a picture, and secrets beside it. */
async function fill() {
  const { store, blobs } = await openStore({ dataDir });
  const orgId = newId(OrgId);
  const { id: caseId } = await store.cases.create(makeCase(orgId));
  const original = await blobs.put(orgId, Buffer.from('the picture'), 'image/jpeg');
  const snapshot = {
    ...makeSnapshot({ orgId, id: caseId }),
    original,
    preview: original,
    thumbnail: original,
  };
  await store.snapshots.create(snapshot);
  await store.close();
  await mkdir(join(dataDir, 'tls'));
  await writeFile(join(dataDir, 'tls', 'ca.key'), 'the key of the authority');
  await writeFile(join(dataDir, 'auth-secret'), 'the secret');
  await mkdir(join(dataDir, 'uploads'));
  await writeFile(join(dataDir, 'uploads', 'half'), 'half a picture');
  return { orgId, caseId };
}

const backUp = () => makeBackup({ dataDir, to, kind: 'whole', version: '1.2.3' });
const into = () => join(folder, 'into');
const put = (from: string, more: { force?: boolean; dataDir?: string } = {}) =>
  restoreBackup({ from, dataDir: into(), ...more });

describe('a backup', () => {
  test('has database, pictures and secrets, no half uploads, and says what it is', async () => {
    const { folder: made, manifest, missing } = await backUp();
    expect(manifest).toMatchObject({ kind: 'whole', fernblick: '1.2.3', schemaVersion: 1, files: 4 });
    expect(missing).toBe(0);
    const { store } = await openStore({ dataDir });
    await store.close();
    await put(made);
    expect(await readdir(join(dataDir, 'blobs'))).not.toContain('leaving');
    expect((await readdir(into())).sort()).toEqual(['auth-secret', 'blobs', 'fernblick.db', 'tls']);
    const restored = await openStore({ dataDir: into() });
    const [snapshot] = await restored.store.snapshots.listByCase(place.id);
    expect((await restored.blobs.read(snapshot?.original.key ?? '')).toString()).toBe('the picture');
    await restored.store.close();
  });

  test('has every picture its database names, though pictures are replaced all the time', async () => {
    const { store, blobs } = await openStore({ dataDir });
    const [{ id } = { id: undefined }] = await store.snapshots.listByCase(place.id);
    if (!id) throw new Error('no snapshot');
    let busy = true;
    let replaced = 0;
    const replace = async () => {
      while (busy) {
        const blob = await blobs.put(place.orgId, Buffer.from(`drawn on ${replaced}`), 'image/jpeg');
        let old: string | undefined;
        await store.snapshots.update(id, (doc) => {
          old = doc.annotated?.blob.key;
          return { changes: { annotated: { blob, layerSeq: replaced } } };
        });
        if (old) await blobs.remove(old);
        replaced += 1;
      }
    };
    const replacing = replace();
    for (let times = 0; times < 3; times++) {
      const now = new Date(1_800_000_000_000 + times * 1_000);
      const result = await makeBackup({ dataDir, to, kind: 'whole', version: '1', now });
      expect(result.missing).toBe(0);
      const data = join(result.folder, names.data);
      for (const { key } of blobsNamedIn(join(data, names.database))) {
        const path = key.replace(/\/(..)/, '/$1/');
        expect([key, existsSync(join(data, 'blobs', path))]).toEqual([key, true]);
      }
    }
    busy = false;
    await replacing;
    expect(replaced).toBeGreaterThan(3);
    await store.close();
  });

  test('of data that lacks a picture is made, and says so', async () => {
    await rm(join(dataDir, 'blobs', place.orgId), { recursive: true });
    expect(await backUp()).toMatchObject({ missing: 3 });
  });

  test('of a damaged database is refused and leaves nothing', async () => {
    await writeFile(join(dataDir, 'fernblick.db'), 'x'.repeat(10_000));
    await expect(backUp()).rejects.toThrow(/not a database|damaged/);
    expect(await readdir(to)).toEqual([]);
  });

  test('goes to no place inside the data', async () => {
    to = join(dataDir, 'blobs', 'here');
    await expect(backUp()).rejects.toThrow(/outside/);
    to = join(dataDir, 'backups');
    await backUp();
    // An older backup is in no newer one.
    const second = await makeBackup({ dataDir, to, kind: 'whole', version: '1', now: new Date(0) });
    expect(second.manifest.files).toBe(4);
  });
});

describe('a restore', () => {
  const damages: [string, (data: string, made: string) => Promise<unknown>, RegExp][] = [
    ['a changed file', (data) => appendFile(join(data, 'auth-secret'), 'x'), /auth-secret is not as it was/],
    ['a missing file', (data) => rm(join(data, 'tls', 'ca.key')), /ca.key is missing/],
    ['a changed picture', (data) => changePicture(data), /is not as it was/],
    [
      'a shortened list',
      (_data, made) => dropLastLine(join(made, names.list)),
      /files.jsonl is not as it was/,
    ],
    ['a changed manifest', (_data, made) => appendFile(join(made, names.manifest), ' '), /was changed/],
    ['no manifest', (_data, made) => rm(join(made, names.manifest)), /not a backup/],
    ['a path that leads out of it', (data, made) => leadOut(data, made), /cannot be read/],
  ];

  test.each(damages)('of a backup with %s puts nothing in place', async (_what, damage, message) => {
    const { folder: made } = await backUp();
    await damage(join(made, names.data), made);
    await mkdir(into());
    await expect(put(made)).rejects.toThrow(message);
    expect(await readdir(into())).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(['data', 'into', 'to']);
  });

  test('of a newer Fernblick’s backup is refused', async () => {
    const db = new DatabaseSync(join(dataDir, 'fernblick.db'));
    db.exec(`UPDATE meta SET doc = json_set(doc, '$.schemaVersion', 99)`);
    db.close();
    const { folder: made } = await backUp();
    await expect(put(made)).rejects.toThrow(/newer/);
  });

  test('into a folder with data needs force, which keeps the old aside', async () => {
    const { folder: made } = await backUp();
    await writeFile(join(dataDir, 'auth-secret'), 'a later secret');
    await expect(put(made, { dataDir })).rejects.toThrow(/not empty/);
    expect(await readFile(join(dataDir, 'auth-secret'), 'utf8')).toBe('a later secret');
    const { movedTo = '' } = await put(made, { dataDir, force: true });
    expect(await readFile(join(dataDir, 'auth-secret'), 'utf8')).toBe('the secret');
    expect(await readFile(join(movedTo, 'auth-secret'), 'utf8')).toBe('a later secret');
    expect(await readdir(movedTo)).toContain('blobs');
  });

  test('into data that a server uses is refused', async () => {
    const { folder: made } = await backUp();
    const { store } = await openStore({ dataDir });
    await expect(put(made, { dataDir, force: true })).rejects.toThrow(/stop it first/);
    expect((await store.cases.get(place.id))?.title).toBeDefined();
    await store.close();
  });

  test('that was broken off keeps a server from starting until it is done again', async () => {
    const { folder: made } = await backUp();
    await mkdir(join(into(), '.restoring'), { recursive: true });
    expect(() => requireNoHalfRestore(into())).toThrow(BackupError);
    await expect(put(made)).rejects.toThrow(/broken off/);
    await put(made, { force: true });
    requireNoHalfRestore(into());
    expect(await readdir(into())).toContain('fernblick.db');
  });

  test('is told which backup it means', async () => {
    const { folder: made } = await backUp();
    await expect(put(to)).rejects.toThrow(made);
    await expect(put(join(to, 'nowhere'))).rejects.toThrow(/not there/);
    await put(join(made, names.manifest));
  });
});

async function changePicture(data: string) {
  const paths = await readdir(join(data, 'blobs'), { recursive: true });
  const longest = paths.sort((a, b) => b.length - a.length)[0] ?? '';
  await writeFile(join(data, 'blobs', longest), 'THE picture');
}

async function dropLastLine(file: string) {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  await writeFile(file, `${lines.slice(0, -1).join('\n')}\n`);
}

/** As somebody would who can make whole manifests. */
async function leadOut(data: string, made: string) {
  const list = join(made, names.list);
  const secret = { path: '../../../evil', size: 10, sha256: sha256('the secret') };
  const text = `${await readFile(list, 'utf8')}${JSON.stringify(secret)}\n`;
  await writeFile(list, text);
  const manifest: unknown = JSON.parse(await readFile(join(made, names.manifest), 'utf8'));
  const changed = JSON.stringify({ ...Object(manifest), files: 5, listSha256: sha256(text) });
  await writeFile(join(made, names.manifest), changed);
  await writeFile(join(made, names.sum), `${sha256(changed)}  manifest.json\n`);
  await writeFile(join(data, '..', '..', '..', 'evil'), 'the secret').then(() =>
    rm(join(data, '..', '..', '..', 'evil')),
  );
}
