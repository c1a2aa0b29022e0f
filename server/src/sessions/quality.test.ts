import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CaseId, Principal, QualityReport } from '@fernblick/shared/protocol';
import { TestBench, type TestClient } from './fixtures.ts';
import { sendCamera } from './testDrawing.ts';

let bench: TestBench;
let expert: Principal;
let technician: Principal;
let caseId: CaseId;

beforeEach(async () => {
  bench = await TestBench.open();
  expert = await bench.person('expert', 'Eva Expert');
  caseId = await bench.case(expert);
  technician = bench.guest('Toni Technik', caseId);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await bench.close();
});

const report: QualityReport = {
  spanMs: 6_000,
  roundTrip: 80,
  up: {
    width: 1280,
    height: 720,
    framesPerSecond: 24,
    limit: 'bandwidth',
    limitedMs: { cpu: 0, bandwidth: 4_000 },
  },
  down: { jitter: 9, freezes: 2 },
};

async function join(who: Principal) {
  const client = await bench.connect(who);
  return { client, join: await client.request('session.join', bench.joinData(caseId)) };
}

async function withCamera() {
  const joined = await join(technician);
  await sendCamera(joined.client, joined.join);
  return joined;
}

const refusal = (client: TestClient, name: string, data: unknown) =>
  client.ask(name, data).then(
    () => 'none',
    (error: { code?: unknown }) => error.code,
  );

test('what a device tells is seen by the office and by no guest', async () => {
  const toni = await withCamera();
  const eva = await join(expert);
  await toni.client.request('quality.report', report);
  const { participants } = await eva.client.request('quality.read', {});
  expect(participants).toHaveLength(2);
  expect(participants.find(({ participantId }) => participantId === toni.join.participant.id)).toMatchObject({
    roundTrip: 80,
    up: { width: 1280, limit: 'bandwidth' },
    down: { jitter: 9 },
  });
  expect(await refusal(toni.client, 'quality.read', {})).toBe('FORBIDDEN');
});

test('a report that makes no sense is refused and changes nothing', async () => {
  const toni = await withCamera();
  const eva = await join(expert);
  const bad = [{ ...report, roundTrip: -1 }, { ...report, down: { freezes: 1e9 } }, { up: {} }, null];
  for (const data of bad) expect(await refusal(toni.client, 'quality.report', data)).toBe('BAD_DATA');
  const { participants } = await eva.client.request('quality.read', {});
  for (const { up } of participants) expect(up).toEqual({ bitrate: 0 });
});

test('the summary is kept with the session when it ends, of those who left, too', async () => {
  const toni = await withCamera();
  const eva = await join(expert);
  const { id } = toni.join.participant;
  const session = bench.registry.bySession(toni.join.sessionId);
  const start = performance.now();
  const clock = vi.spyOn(performance, 'now').mockReturnValue(start);
  await session?.quality.look();
  clock.mockReturnValue(start + 5_000);
  await session?.quality.look();
  clock.mockRestore();
  await toni.client.request('quality.report', report);
  await toni.client.request('session.leave', {});
  await eva.client.event('participant.changed', ({ participant }) => participant.state.state === 'left');
  await eva.client.request('session.end', {});
  const stored = await bench.services.store.sessions.get(toni.join.sessionId);
  expect(stored?.quality?.find(({ participantId }) => participantId === id)).toMatchObject({
    name: 'Toni Technik',
    seconds: 5,
    roundTrip: { median: 80, worst: 80 },
    up: { size: { median: { width: 1280, height: 720 } }, framesPerSecond: { worst: 24 } },
    freezes: 2,
    limitedSeconds: { cpu: 0, bandwidth: 4 },
  });
});

test('a worker that is killed amid a look leaves the session measurable', async () => {
  const toni = await withCamera();
  const [{ pid = 0 } = {}] = await bench.services.pool.stats();
  const look = bench.registry.bySession(toni.join.sessionId)?.quality.look();
  process.kill(pid, 'SIGKILL');
  expect(await look).toMatchObject({ up: { lost: 0 } });
  await toni.client.event('media.lost');
  expect(await bench.registry.bySession(toni.join.sessionId)?.quality.look()).toMatchObject({ bitrateIn: 0 });
});
