import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newId, OrgId, type TimelineEntry } from '@fernblick/shared/protocol';
import type { BlobStore } from '../../server/src/blobs/BlobStore.ts';
import { verifyChain } from '../../server/src/store/domain/chain.ts';
import { openStore } from '../../server/src/store/openStore.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { ensureSetupLink } from '../../server/src/users/setupLink.ts';
import { SignIns } from '../../server/src/users/SignIns.ts';
import { PlainError } from '../bootstrap/Steps.mjs';
import { demoPeople } from './demoPeople.ts';
import { demoStories } from './demoStories.ts';
import { fillDemo } from './fillDemo.ts';
import { removeDemo } from './removeDemo.ts';

let dataDir: string;
let store: Store;
let blobs: BlobStore;
let signIns: SignIns;
const quiet = () => undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'fernblick-demo-'));
  ({ store, blobs } = await openStore({ dataDir }));
  const log = { error: quiet };
  signIns = new SignIns({ store, secret: 's'.repeat(40), publicUrl: 'https://demo.example', log });
});

afterEach(async () => {
  await blobs.close();
  await store.close();
  await rm(dataDir, { recursive: true });
});

const fill = (note: (text: string) => void = quiet) => fillDemo({ store, blobs, signIns, dataDir }, note);

test('the demo is filled once, holds together, and goes without a trace', { timeout: 90_000 }, async () => {
  const breakOff = (text: string) => {
    throw new Error(`broken off while ${text}`);
  };
  await expect(fill(breakOff)).rejects.toThrow('broken off');
  const brokenOff = await store.orgs.first();
  expect(brokenOff?.demo).toBe(true);

  const started = Date.now();
  const { made, signIn } = await fill();
  expect(made).toBe(true);
  const org = await store.orgs.first();
  if (!org) throw new Error('no organisation');
  expect(org).toMatchObject({ demo: true, settings: { name: expect.stringMatching(/^Demo: /) as string } });
  expect(org.id).not.toBe(brokenOff?.id);

  const people = await store.people.list(org.id);
  expect(people).toHaveLength(Object.keys(demoPeople).length);
  const password = /Password of all of them: (\S+)/.exec(signIn)?.[1] ?? '';
  expect(signIn).toContain(demoPeople.technician.email);
  expect(await signIns.signIn(demoPeople.technician.email, password)).toBeDefined();
  expect(await signIns.signIn(demoPeople.newcomer.email, password)).toBeUndefined();

  const { items: cases } = await store.cases.list(org.id, {}, { limit: 100 });
  expect(cases.map(({ title }) => title)).toEqual(demoStories.map(({ title }) => title).reverse());
  expect(cases.every(({ demo }) => demo)).toBe(true);
  const kinds = new Set<string>();
  let drawnOn = 0;
  for (const { id } of cases) {
    const entries = await store.timeline.list(id, { limit: 200 });
    expect(verifyChain(entries)).toBeUndefined();
    expect(entries.every((entry) => entry.at < started && isAtItsTime(entry))).toBe(true);
    for (const { kind } of entries) kinds.add(kind);
    for (const session of await store.sessions.listByCase(id)) expect(session.endedAt).toBeLessThan(started);
    for (const snapshot of await store.snapshots.listByCase(id)) {
      expect((await blobs.read(snapshot.original.key)).length).toBe(snapshot.original.size);
      const annotated = entries.find(
        ({ body }) => body.kind === 'annotation' && body.snapshotId === snapshot.id,
      );
      if (annotated) drawnOn++;
    }
  }
  expect([...kinds].sort()).toEqual([
    ...['annotation', 'caseChange', 'invitation', 'message', 'missedCall', 'session', 'snapshot'],
  ]);
  expect(drawnOn).toBeGreaterThanOrEqual(5);

  expect(await fill()).toEqual({ made: false, signIn });
  expect(await ensureSetupLink(store)).toBeUndefined();

  expect(await removeDemo({ store, blobs, dataDir })).toMatch(/removed .*8 cases, 7 people/);
  expect(await filesIn(join(dataDir, 'blobs'))).toEqual([]);
  expect(await readdir(dataDir)).not.toContain('demo-sign-in.txt');
  expect(rowsThatTellOf([org.id, 'demo.example'])).toEqual([]);
  expect(await removeDemo({ store, blobs, dataDir })).toBe('there is none');
  expect(await ensureSetupLink(store)).toMatch(/^\/setup#/);
});

test('a real organisation keeps the demo out and is never removed', async () => {
  const id = newId(OrgId);
  const texts = { responsible: '', contact: '', privacyUrl: '' };
  const choices = { autoFreeze: false, cameraControl: 'ask' as const };
  const settings = { name: 'Acme Pumps', ...texts, retentionYears: 10, ...choices };
  await store.orgs.create({ id, orgId: id, createdAt: Date.now(), demo: false, settings });
  await expect(fill()).rejects.toThrow(PlainError);
  await expect(removeDemo({ store, blobs, dataDir })).rejects.toThrow(/real organisation/);
  expect(await store.orgs.get(id)).toBeDefined();
  expect(await store.people.list(id)).toEqual([]);
});

/** What the device and the server say of the time must not be more than a call apart. */
const isAtItsTime = ({ at, clientAt }: TimelineEntry) => Math.abs(at - clientAt) < 3 * 60_000;

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Looks into every table behind the store's back. */
function rowsThatTellOf(words: string[]): string[] {
  const db = new DatabaseSync(join(dataDir, 'fernblick.db'), { readOnly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return tables.flatMap(({ name }) =>
      db
        .prepare(`SELECT * FROM "${String(name)}"`)
        .all()
        .map((row) => `${String(name)}: ${JSON.stringify(row)}`)
        .filter((row) => words.some((word) => row.includes(word))),
    );
  } finally {
    db.close();
  }
}
