import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LayerOp } from '@fernblick/shared/protocol';
import { EntryId, newId } from '@fernblick/shared/protocol';
import { TestBench, TestClient } from './fixtures.ts';
import { penStroke, sendCamera } from './testDrawing.ts';

const HOUR = 3_600_000;

let bench: TestBench;
beforeEach(async () => {
  // The wall clock alone jumps; timers and the monotonic clock go on.
  vi.useFakeTimers({ toFake: ['Date'] });
  bench = await TestBench.open();
});
afterEach(async () => {
  vi.useRealTimers();
  await bench.close();
});

test('a wall clock that jumps hours ahead and back changes no order and ends nobody’s part or call', async () => {
  const expert = await bench.person('expert', 'Eva Expert');
  const colleague = await bench.person('expert', 'Karl Kollege');
  const caseId = await bench.case(expert);
  const technician = bench.guest('Toni Technik', caseId);
  const glasses = await bench.connect(technician);
  const desk = await bench.connect(expert);
  const other = await bench.connect(colleague);
  await other.request('desk.open', {});
  await desk.request('desk.open', {});
  const joined = await glasses.request('session.join', bench.joinData(caseId, { open: 'ring' }));
  const { surfaceId } = await sendCamera(glasses, joined);
  const start = Date.now();

  // It rings on, and may still be taken.
  vi.setSystemTime(start + 5 * HOUR);
  await other.event('call.rang');
  const enter = bench.joinData(caseId, { open: 'enter', mode: 'ringing' });
  const entered = await desk.request('session.join', enter);
  await desk.request('call.accept', {});

  const drawn: LayerOp[] = [];
  for (const jump of [5, -7, 300, 0]) {
    vi.setSystemTime(start + jump * HOUR);
    const op = penStroke(surfaceId);
    drawn.push(op);
    expect(await desk.request('annotation.add', op)).toEqual({ seq: drawn.length });
    await desk.request('chat.send', {
      entryId: newId(EntryId),
      text: `after ${jump} h`,
      clientAt: Date.now(),
    });
  }

  // Away for a moment while the clock jumps past every grace time, and back again.
  const { lastSeq } = glasses;
  glasses.drop();
  vi.setSystemTime(start + 50 * HOUR);
  await desk.event('participant.changed', ({ participant }) => participant.state.state === 'away');
  await desk.request('annotation.add', penStroke(surfaceId));
  vi.setSystemTime(start - HOUR);
  const again = new TestClient(bench, technician);
  const { epoch, resumeToken: token } = joined;
  expect(await again.hello({ token, epoch, lastSeq })).toMatchObject({ resumed: true });
  const missed = await again.event('annotation.added');
  expect(missed.entry.seq).toBe(drawn.length + 1);

  const { store } = bench.services;
  const stored = await store.layers.list(surfaceId);
  expect(stored.slice(0, drawn.length).map(({ entry }) => entry.op.id)).toEqual(drawn.map(({ id }) => id));
  const said = (await store.timeline.list(caseId, { after: 0, limit: 100 })).flatMap(({ body }) =>
    body.kind === 'message' ? [body.text] : [],
  );
  expect(said).toEqual(['after 5 h', 'after -7 h', 'after 300 h', 'after 0 h']);
  // The session's own clock never goes back, whatever the wall says.
  const clock = (await store.sessions.listEvents(entered.sessionId)).map(({ t }) => t);
  expect(clock.every((t, i) => i === 0 || t >= (clock[i - 1] ?? 0))).toBe(true);
  expect(Math.max(...clock)).toBeLessThan(60_000);

  // Nor after a restart behind a clock that went back.
  vi.setSystemTime(start - 20 * HOUR);
  await bench.restart();
  const revived = await bench.registry.locate(caseId);
  expect(revived?.events.t).toBeGreaterThanOrEqual(clock.at(-1) ?? 0);
});
