import { tmpdir } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { WebSocket } from 'ws';
import * as z from 'zod';
import { CaseView, Readiness, ServerStatus } from '@fernblick/shared/api';
import {
  CaseId,
  newId,
  ParticipantId,
  PROTOCOL_VERSION,
  requests,
  SessionId,
  StrokeId,
  TrackId,
} from '@fernblick/shared/protocol';
import { vp8 } from '../sfu/fixtures.ts';
import { ensureSetupLink } from '../users/setupLink.ts';
import { Readiness as ReadinessCheck } from './Readiness.ts';
import { askOn, TestBrowser, TestServer } from '../testServer.ts';

const TOKEN = 'a-long-secret-for-metrics';
const Answer = z.object({ ok: z.literal(true), data: z.unknown() });
const silent = pino({ level: 'silent' });
let server: TestServer;
let admin: TestBrowser;

beforeAll(async () => {
  server = await TestServer.start(silent, { METRICS_TOKEN: TOKEN });
  admin = new TestBrowser(server);
  await admin.fetch('POST', '/api/setup', {
    token: (await ensureSetupLink(server.store))?.split('#')[1],
    orgName: 'Muster GmbH',
    name: 'Ada Admin',
    email: 'ada@example.com',
    password: 'correct horse battery',
  });
});
afterAll(() => server.close());
afterEach(() => void vi.restoreAllMocks());

/** Samples by name and labels. */
async function metrics(headers: Record<string, string> = {}): Promise<Map<string, number>> {
  const response = await fetch(`${server.address}/metrics`, { headers });
  expect(response.status).toBe(200);
  const lines = (await response.text()).split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const split = line.lastIndexOf(' ');
      return [line.slice(0, split), Number(line.slice(split + 1))];
    }),
  );
}

/** Sends a camera and draws one stroke on it. */
async function drawOnce(socket: WebSocket, joined: unknown): Promise<void> {
  const { sendTransport } = requests['session.join'].reply.parse(Answer.parse(joined).data);
  const produced = await askOn(socket, 10, 'producer.produce', {
    transportId: sendTransport.id,
    kind: 'video',
    source: 'camera',
    trackId: newId(TrackId),
    rtpParameters: vp8(),
  });
  const { producer } = requests['producer.produce'].reply.parse(Answer.parse(produced).data);
  const frame = { width: 1280, height: 720 };
  const body = { tool: 'pen', color: '#e5332a', width: 0.005, frame, points: [[0.5, 0.5, 0]] };
  const op = { op: 'add', id: newId(StrokeId), surfaceId: producer.surfaceId, body };
  expect(await askOn(socket, 11, 'annotation.add', op)).toMatchObject({ ok: true });
}

const readiness = async () => {
  const response = await fetch(`${server.address}/readyz`);
  const view = Readiness.parse(await response.json());
  expect(response.status).toBe(view.status === 'ready' ? 200 : 503);
  return view;
};

describe('metrics', () => {
  test('count a session, its people, sockets, strokes, requests and the store', async () => {
    const before = await metrics();
    const about = CaseView.parse(
      await (
        await admin.fetch('POST', '/api/cases', { id: newId(CaseId), title: 'Secret pump of Nordwerk' })
      ).json(),
    );
    const socket = await admin.socket();
    await askOn(socket, 1, 'hello', { protocolVersion: PROTOCOL_VERSION, as: 'person' });
    const joined = await askOn(socket, 2, 'session.join', {
      caseId: about.id,
      sessionId: newId(SessionId),
      participantId: newId(ParticipantId),
      open: 'wait',
      mode: 'active',
      rtpCapabilities: server.pool.routerRtpCapabilities,
      device: { kind: 'desktop' },
    });
    expect(joined).toMatchObject({ ok: true });
    await drawOnce(socket, joined);
    await server.app.watch.look();
    const now = await metrics();
    expect(now.get('fernblick_sessions')).toBe(1);
    expect(now.get('fernblick_participants{state="connected"}')).toBe(1);
    expect(now.get('fernblick_sockets')).toBe(1);
    expect(now.get('fernblick_worker_up{worker="0"}')).toBe(1);
    expect(now.get('fernblick_worker_memory_bytes{worker="0"}')).toBeGreaterThan(1_000_000);
    expect(now.get('fernblick_disk_free_bytes')).toBeGreaterThan(0);
    expect(now.get('fernblick_store_seconds_count{operation="insert"}')).toBeGreaterThan(
      before.get('fernblick_store_seconds_count{operation="insert"}') ?? 0,
    );
    expect(now.get('fernblick_http_seconds_count{method="POST",route="/api/cases",status="2xx"}')).toBe(1);
    for (const step of ['sent', 'acknowledged'])
      expect(now.get(`fernblick_stroke_seconds_count{step="${step}"}`)).toBe(1);
    const text = [...now.keys()].join('\n');
    for (const secret of [about.id, 'Nordwerk', 'Ada', '127.0.0.1']) expect(text).not.toContain(secret);

    const status = ServerStatus.parse(await (await admin.fetch('GET', '/api/status')).json());
    expect(status).toMatchObject({ ready: true, store: 'sqlite', workers: [{ running: true, rooms: 1 }] });
    expect(status.sessions).toMatchObject([
      { caseTitle: 'Secret pump of Nordwerk', participants: [{ name: 'Ada Admin', state: 'connected' }] },
    ]);
    expect(status.samples.at(-1)).toMatchObject({
      sessions: 1,
      participants: 1,
      sockets: 1,
    });
    expect(status.samples.at(-1)?.stroke).toBeGreaterThan(0);
    const newer = ServerStatus.parse(
      await (await admin.fetch('GET', `/api/status?since=${status.samples.at(-1)?.at}`)).json(),
    );
    expect(newer.samples).toEqual([]);
    expect(await askOn(socket, 3, 'session.end', {})).toMatchObject({ ok: true });
    socket.close();
    await vi.waitFor(async () => expect((await metrics()).get('fernblick_sockets')).toBe(0));
    expect((await metrics()).get('fernblick_sessions')).toBe(0);
  });

  test('are for this machine and for who has the token', async () => {
    const asked = async (headers: Record<string, string>) =>
      (await fetch(`${server.address}/metrics`, { headers })).status;
    expect(await asked({})).toBe(200);
    // As a proxy on this machine passes on a request of somebody else.
    const proxied = { 'x-forwarded-for': '203.0.113.7' };
    expect(await asked(proxied)).toBe(403);
    expect(await asked({ ...proxied, authorization: `Bearer ${TOKEN}` })).toBe(200);
    for (const wrong of [`Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, 'Bearer ', TOKEN])
      expect(await asked({ ...proxied, authorization: wrong })).toBe(403);
  });

  test('and the status page are not for experts and strangers', async () => {
    expect((await new TestBrowser(server).fetch('GET', '/api/status')).status).toBe(401);
    expect((await admin.fetch('GET', '/api/status?since=soon')).status).toBe(400);
  });
});

describe('alive and ready', () => {
  const alive = async () => (await fetch(`${server.address}/healthz`)).status;

  test('a healthy server is both', async () => {
    expect(await alive()).toBe(200);
    expect(await readiness()).toMatchObject({
      status: 'ready',
      store: true,
      media: true,
      disk: true,
      running: true,
    });
  });

  test('a dead media worker: alive, not ready until it is replaced', async () => {
    const { store, pool } = server;
    const [{ pid = 0, restarts = 0 } = {}] = await pool.stats();
    process.kill(pid, 'SIGKILL');
    while ((await pool.stats())[0]?.pid === pid) await nextTurn();
    expect(await new ReadinessCheck({ store, pool, dataDir: tmpdir() }).check()).toMatchObject({
      media: false,
    });
    expect(await alive()).toBe(200);
    await vi.waitFor(async () => expect((await pool.stats())[0]?.pid).toEqual(expect.any(Number)), 10_000);
    await vi.waitFor(async () => expect(await readiness()).toMatchObject({ status: 'ready' }), 5_000);
    await server.app.watch.look();
    expect((await metrics()).get('fernblick_worker_restarts_total{worker="0"}')).toBe(restarts + 1);
  });

  test('a full disk, or a server that is being stopped, is not ready', async () => {
    const { store, pool } = server;
    const full = new ReadinessCheck({
      store,
      pool,
      dataDir: tmpdir(),
      minFreeBytes: Number.MAX_SAFE_INTEGER,
    });
    expect(await full.check()).toEqual({ store: true, media: true, disk: false, running: true });
    const stopping = new ReadinessCheck({ store, pool, dataDir: tmpdir() });
    stopping.stop();
    expect(await stopping.check()).toEqual({ store: true, media: true, disk: true, running: false });
  });

  test('without a media worker, or with a store that hangs or is gone, it is alive but not ready', async () => {
    const untilNotReady = (expected: object) =>
      vi.waitFor(async () => expect(await readiness()).toMatchObject({ status: 'notReady', ...expected }), {
        timeout: 6_000,
        interval: 100,
      });
    vi.spyOn(server.pool, 'stats').mockResolvedValue([]);
    await untilNotReady({ media: false, store: true });
    vi.restoreAllMocks();
    vi.spyOn(server.store, 'probe').mockReturnValue(new Promise(() => undefined));
    await untilNotReady({ media: true, store: false });
    vi.restoreAllMocks();
    await server.store.close();
    await untilNotReady({ media: true, store: false });
    expect(await alive()).toBe(200);
  });
});
