import { createHmac, X509Certificate } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { readConfig } from '../../../server/src/config.ts';
import { examine } from '../doctor.ts';
import { LiveServer, operate } from '../fixtures.ts';
import { checkAddress } from './address.ts';
import { checkCertificate, judge } from './certificate.ts';
import { checkDatabase } from './database.ts';
import { checkClock, checkDisk, checkNode, checkWorker } from './machine.ts';
import { checkMedia } from './media.ts';
import { attributes, decodeStun, encodeStun, turnKey, types } from './stun.ts';
import { checkTurn } from './turn.ts';

const closers: (() => Promise<unknown>)[] = [];
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fernblick-doctor-'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const failures = (found: { state: string; check: string }[]) =>
  found.filter(({ state }) => state === 'failing').map(({ check }) => check);

describe('a server that is well', () => {
  test('while it runs, and as JSON', async () => {
    const server = await LiveServer.start(join(folder, 'well'));
    ({ env } = server);
    closers.push(() => server.close());
    const { code, out, err } = await operate('doctor', ['--json'], env);
    const findings = z
      .array(z.object({ check: z.string(), state: z.string(), says: z.string() }))
      .parse(JSON.parse(out));
    expect([failures(findings), code, err]).toEqual([[], 0, '']);
    const says = (check: string) =>
      findings.filter((found) => found.check === check).map((found) => found.says);
    expect(says('address').join()).toMatch(/localhost is .*answers, Fernblick/);
    expect(says('certificate').join()).toMatch(/for localhost, \d+ days left, signed by the own authority/);
    expect(says('media ports').join()).toContain('the running server listens');
  }, 40_000);

  test('while it is stopped: a media worker answers on its ports like a browser is answered', async () => {
    const findings = await examine(env);
    expect(failures(findings)).toEqual([]);
    expect(findings.find(({ check }) => check === 'media ports')).toMatchObject({
      state: 'ok',
      says: /answers on port \d+, UDP and TCP/,
    });
    expect(
      findings
        .filter(({ state }) => state === 'warning')
        .map(({ says }) => says)
        .join(),
    ).toContain('does not run');
  });

  test('a failing check makes the command fail and names the fix', async () => {
    const { code, out } = await operate('doctor', [], { ...env, MEDIA_PORT: 'many' });
    expect(code).toBe(1);
    expect(out).toMatch(/^FAILING {2}configuration: [^]*MEDIA_PORT[^]*-> Correct the variables/m);
  });
});

test('Node and media worker', () => {
  expect(checkNode('20.1.0').state).toBe('failing');
  expect(checkNode().state).toBe('ok');
  const before = process.env.MEDIASOUP_WORKER_BIN;
  process.env.MEDIASOUP_WORKER_BIN = '/bin/false';
  expect(checkWorker()).toMatchObject({ state: 'failing', says: /\/bin\/false/ });
  if (before === undefined) delete process.env.MEDIASOUP_WORKER_BIN;
  else process.env.MEDIASOUP_WORKER_BIN = before;
});

test('the clock', async () => {
  const now = Date.now();
  const dataDir = await mkdtemp(join(folder, 'clock-'));
  expect(await checkClock(dataDir, { now, synchronised: true })).toMatchObject({ state: 'ok' });
  expect(await checkClock(dataDir, { now, synchronised: false })).toMatchObject({ state: 'warning' });
  expect(await checkClock(dataDir, { now: 0, synchronised: undefined })).toMatchObject({ state: 'failing' });
  await writeFile(join(dataDir, 'fernblick.db'), '');
  const later = new Date(now + 3_600_000);
  await utimes(join(dataDir, 'fernblick.db'), later, later);
  expect(await checkClock(dataDir, { now, synchronised: true })).toMatchObject({
    state: 'failing',
    says: /written/,
  });
});

test('the disk', async () => {
  const states = async (path: string, limits?: Parameters<typeof checkDisk>[1]) =>
    (await checkDisk(path, limits)).map(({ state }) => state);
  expect(await states(folder, { tight: 1, full: 1, slow: 1e6 })).toEqual(['ok', 'ok']);
  expect(await states(folder, { tight: 1e18, full: 1, slow: 0 })).toEqual(['warning', 'warning']);
  expect(await states(folder, { tight: 1e18, full: 1e18, slow: 1e6 })).toEqual(['failing', 'ok']);
  const file = join(folder, 'a file');
  await writeFile(file, '');
  expect(failures(await checkDisk(file))).toEqual(['disk']);
  expect(await states(join(folder, 'not there'))).toEqual(['warning']);
});

test('the database', async () => {
  const dataDir = await mkdtemp(join(folder, 'database-'));
  const look = (mongodbUri?: string) => checkDatabase({ dataDir, mongodbUri });
  expect(await look()).toMatchObject({ state: 'warning' });
  const db = new DatabaseSync(join(dataDir, 'fernblick.db'));
  db.exec(`CREATE TABLE meta (id TEXT PRIMARY KEY, rev INTEGER NOT NULL, doc TEXT NOT NULL)`);
  db.exec(`INSERT INTO meta VALUES ('schema', 1, '{"schemaVersion":1}')`);
  expect(await look()).toMatchObject({ state: 'ok' });
  db.exec(`UPDATE meta SET doc = '{"schemaVersion":99}'`);
  db.close();
  expect(await look()).toMatchObject({ state: 'failing', says: /newer/ });
  await writeFile(join(dataDir, 'fernblick.db'), 'x'.repeat(9_000));
  expect(await look()).toMatchObject({ state: 'failing', says: /not a database/ });
  const gone = await look('mongodb://user:hunter2@127.0.0.1:1/x?serverSelectionTimeoutMS=100');
  expect(gone).toMatchObject({ state: 'failing', says: /127\.0\.0\.1:1/ });
  expect(gone.says).not.toContain('hunter2');
});

/** An HTTP server of the test's; resolves to its address. */
async function listen(handler: RequestListener): Promise<string> {
  const server = createHttpServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the address', () => {
  const look = async (PUBLIC_URL: string, runs: boolean, more: Record<string, string> = {}) => {
    const found = await checkAddress(readConfig({ PUBLIC_URL, HOST: '127.0.0.1', ...more }), runs);
    return found
      .filter(({ state }) => state === 'failing')
      .map(({ says }) => says)
      .join();
  };
  const info = (publicUrl: string) =>
    JSON.stringify({
      ...{ version: '1', protocolVersion: 1, needsSetup: false, orgName: '', demo: false },
      ...{ publicUrl, ownCertificateAuthority: false },
    });

  test('that nobody finds', async () => {
    expect(await look('https://nowhere.invalid', true)).toContain('nowhere.invalid is not found');
  });
  test('without https', async () => {
    expect(await look('http://192.0.2.1', false)).toContain('not https');
  });
  test('that leads elsewhere, to another program or to a server of another name', async () => {
    const redirect = await listen((_request, response) =>
      response.writeHead(301, { location: 'https://new.example.com/api/server' }).end(),
    );
    expect(await look(redirect, true)).toContain('leads on to https://new.example.com');
    const other = await listen((_request, response) => response.end('<html>'));
    expect(await look(other, true)).toContain('something else than Fernblick');
    const renamed = await listen((_request, response) => response.end(info('https://old.example.com')));
    expect(await look(renamed, true)).toContain('takes itself for https://old.example.com');
  });
  test('where nobody answers', async () => {
    expect(await look('http://127.0.0.1:1', true)).toContain('does not answer');
    const taken = await listen((_request, response) => response.end());
    const { port } = new URL(taken);
    expect(await look('http://127.0.0.1:1', false, { PORT: port })).toContain(`port ${port} cannot be used`);
  });
});

test('the certificate', async () => {
  const tls = join(folder, 'well', 'tls');
  const leaf = new X509Certificate(await readFile(join(tls, 'leaf.pem')));
  const config = (PUBLIC_URL: string) => readConfig({ PUBLIC_URL });
  const now = Date.now();
  const DAY = 86_400_000;
  const here = config('https://localhost:1');
  expect(judge(leaf, here, now, undefined).state).toBe('ok');
  expect(judge(leaf, config('https://other.example.com'), now, undefined)).toMatchObject({
    state: 'failing',
    says: /not for/,
  });
  expect(judge(leaf, here, now + 500 * DAY, undefined)).toMatchObject({ state: 'failing', says: /ran out/ });
  expect(judge(leaf, here, now - 500 * DAY, undefined)).toMatchObject({
    state: 'failing',
    says: /valid only from/,
  });
  expect(judge(leaf, here, now + 390 * DAY, undefined).state).toBe('warning');
  expect(judge(leaf, here, now, 'self-signed certificate').state).toBe('failing');
  const own = { TLS_CERT: join(tls, 'leaf.pem'), PUBLIC_URL: 'https://localhost:1' };
  const pair = async (TLS_KEY: string) => failures(await checkCertificate(readConfig({ ...own, TLS_KEY })));
  expect(await pair(join(tls, 'leaf.key'))).toEqual([]);
  expect(await pair(join(tls, 'ca.key'))).toEqual(['certificate']);
  expect(await pair(join(tls, 'none.key'))).toEqual(['certificate']);
  // The authority itself, years later.
  const late = await checkCertificate(
    readConfig({ DATA_DIR: join(folder, 'well'), PUBLIC_URL: 'https://localhost:1' }),
    now + 4_000 * DAY,
  );
  expect(failures(late)).toEqual(['own authority', 'certificate']);
});

test('a certificate that is served and signed by another authority', async () => {
  const server = await LiveServer.start(join(folder, 'stranger'));
  closers.push(() => server.close());
  const config = readConfig({ ...server.env, DATA_DIR: join(folder, 'well') });
  expect(await checkCertificate(config)).toMatchObject([
    { state: 'ok', check: 'own authority' },
    { state: 'failing', says: /not trusted/ },
  ]);
});

test('media ports that are taken, or that nobody listens on', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const MEDIA_PORT = String((other.address() as AddressInfo).port);
  const config = readConfig({ MEDIA_PORT, MEDIA_LISTEN: '127.0.0.1', MEDIA_WORKERS: '1' });
  expect(await checkMedia(config, false)).toMatchObject([
    { state: 'failing', says: new RegExp(`cannot use port ${MEDIA_PORT}`) },
  ]);
  // TCP is there, UDP is not.
  expect(await checkMedia(config, true)).toMatchObject([
    { state: 'failing', says: `nobody listens at udp 127.0.0.1:${MEDIA_PORT}` },
  ]);
  other.close();
  await once(other, 'close');
});

describe('TURN', () => {
  const secret = 'a secret shared with coturn';

  /** The part of a TURN server that judges credentials, as coturn's use-auth-secret does. */
  async function turnServer({ asks = true } = {}): Promise<string> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    closers.push(async () => socket.close());
    socket.on('message', (bytes, { port, address }) => {
      const request = decodeStun(bytes);
      if (!request) return;
      const username = request.attributes.get(attributes.username)?.toString() ?? '';
      const refuse = (code: number, text: string) =>
        encodeStun(types.allocateRefused, request.id, [
          [
            attributes.errorCode,
            Buffer.concat([Buffer.from([0, 0, Math.floor(code / 100), code % 100]), Buffer.from(text)]),
          ],
          [attributes.realm, 'example.com'],
          [attributes.nonce, 'once'],
        ]);
      const done = () => encodeStun(request.type | 0x0100, request.id, []);
      let answer = done();
      if (asks && username === '') answer = refuse(401, 'Unauthorized');
      else if (asks && !signedWith(bytes, username)) answer = refuse(401, 'Unauthorized');
      socket.send(answer, port, address);
    });
    return `turn:127.0.0.1:${socket.address().port}`;
  }

  function signedWith(bytes: Buffer, username: string): boolean {
    const password = createHmac('sha1', secret).update(username).digest('base64');
    const at = bytes.length - 8 - 24;
    const signed = Buffer.from(bytes.subarray(0, at));
    signed.writeUInt16BE(at - 20 + 24, 2);
    const sum = createHmac('sha1', turnKey(username, 'example.com', password))
      .update(signed)
      .digest();
    return Number(username.split(':')[0]) * 1_000 > Date.now() && sum.equals(bytes.subarray(at + 4, at + 24));
  }

  test('that is not configured is said so', async () => {
    expect(await checkTurn(undefined)).toMatchObject([{ state: 'off' }]);
  });

  test('gives a relay with the right secret only', async () => {
    const urls = [await turnServer()];
    expect(await checkTurn({ urls, secret })).toMatchObject([{ state: 'ok' }]);
    expect(await checkTurn({ urls, secret: 'another secret' })).toMatchObject([
      { state: 'failing', says: 'refuses a relay: 401 Unauthorized' },
    ]);
  });

  test('that is open to everybody, not there, or no address is failing', async () => {
    const urls = [
      await turnServer({ asks: false }),
      'turn:127.0.0.1:1',
      'turn:127.0.0.1:1?transport=tcp',
      'stun:x',
    ];
    const found = await checkTurn({ urls, secret });
    expect(found.map(({ state }) => state)).toEqual(['failing', 'failing', 'failing', 'failing']);
    expect(found[0]?.says).toContain('without asking');
  });
});
