import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mongoUri, withOwnDatabase } from '../../server/src/store/contract/mongoUri.ts';
import { LiveServer, operate, password } from './fixtures.ts';

describe.each([
  ['the embedded store', false],
  ['MongoDB', true],
])('on %s', (_name, mongo) => {
  let folder: string;
  let server: LiveServer;
  beforeEach(async ({ skip }) => {
    if (mongo && !mongoUri) skip();
    folder = await mkdtemp(join(tmpdir(), 'fernblick-admin-'));
    server = await LiveServer.start(folder, mongo ? { MONGODB_URI: withOwnDatabase(mongoUri ?? '') } : {});
    await server.setUp();
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('a locked-out admin gets in by the shell while the server runs, and who was signed in is out', async () => {
    const list = await operate('admin', ['list'], server.env);
    expect(list).toMatchObject({ code: 0, err: '' });
    expect(list.out).toMatch(/^admin +active +\d{4}-\d\d-\d\d +ada@example\.com +Ada$/m);

    const made = await operate('admin', ['link', 'Ada@Example.com'], server.env);
    expect(made).toMatchObject({ code: 0, err: '' });
    const token = /\/activate#(\S+)/.exec(made.out)?.[1];
    const elsewhere = server.cookie;
    expect((await server.ask('GET', '/api/me')).status).toBe(200);
    server.cookie = '';
    const next = { token, password: 'another good password' };
    expect((await server.ask('POST', '/api/activation', next)).status).toBe(200);
    expect((await server.ask('GET', '/api/me')).status).toBe(200);
    const audit = JSON.stringify((await server.ask('GET', '/api/audit')).json);
    expect(audit).toContain('"person.link"');

    const signedIn = server.cookie;
    server.cookie = elsewhere;
    expect((await server.ask('GET', '/api/me')).json).toMatchObject({ code: 'NOT_SIGNED_IN' });
    server.cookie = '';
    const old = { email: 'ada@example.com', password };
    expect((await server.ask('POST', '/api/sign-in', old)).json).toMatchObject({ code: 'SIGN_IN_FAILED' });
    expect((await server.ask('POST', '/api/activation', next)).json).toMatchObject({ code: 'LINK_INVALID' });
    server.cookie = signedIn;
  }, 60_000);

  test('an address that nobody has gets no link', async () => {
    const { code, err } = await operate('admin', ['link', 'eve@example.com'], server.env);
    expect([code, err]).toEqual([1, expect.stringContaining('eve@example.com')]);
  });
});

test('wrong words end with the usage, a wrong folder with its name', async () => {
  expect(await operate('admin', ['lnik', 'x'], {})).toMatchObject({ code: 1, err: /usage: npm run admin/ });
  const wrong = await operate('admin', ['list'], { DATA_DIR: '/nowhere/at/all', MONGODB_URI: '' });
  expect(wrong).toMatchObject({ code: 1, err: /\/nowhere\/at\/all/ });
});
