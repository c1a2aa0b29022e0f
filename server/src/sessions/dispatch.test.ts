import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseId, Principal } from '@fernblick/shared/protocol';
import { MAX_MESSAGE_BYTES, newId, PROTOCOL_VERSION, requests, SnapshotId } from '@fernblick/shared/protocol';
import { TestBench, TestClient } from './fixtures.ts';

let bench: TestBench;
let expert: Principal;
let caseId: CaseId;

beforeAll(async () => {
  bench = await TestBench.open();
  expert = await bench.person('expert', 'Eva Expert');
  caseId = await bench.case(expert);
});
afterAll(() => bench.close());

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    (error: { code: string }) => error.code,
  );

test('P2 P4: every bad message gets its code, and the socket goes on', async () => {
  const client = new TestClient(bench, expert);
  expect(await refusal(client.ask('desk.open', {}))).toBe('HELLO_REQUIRED');
  expect(await refusal(client.ask('hello', { protocolVersion: 99, as: 'person' }))).toBe(
    'VERSION_UNSUPPORTED',
  );
  await client.hello();
  expect(await refusal(client.ask('hello', { protocolVersion: PROTOCOL_VERSION, as: 'person' }))).toBe(
    'ALREADY_GREETED',
  );
  expect(await refusal(client.ask('toString', {}))).toBe('UNKNOWN_REQUEST');
  expect(await refusal(client.ask('case.watch', { caseId: 'x' }))).toBe('BAD_DATA');
  expect(await refusal(client.ask('session.leave', {}))).toBe('NOT_JOINED');
  expect(await refusal(client.ask('case.watch', { caseId: newId(SnapshotId) }))).toBe('CASE_NOT_FOUND');
  await client.raw('{');
  await client.raw(JSON.stringify({ t: 'req', name: 'desk.open' }));
  await client.raw(
    JSON.stringify({ t: 'req', id: 7, name: 'desk.open', data: 'x'.repeat(MAX_MESSAGE_BYTES) }),
  );
  expect(client.complaints).toEqual(['BAD_JSON', 'BAD_JSON', 'TOO_LARGE']);
  expect(client.closed).toBeUndefined();
  await client.request('desk.open', {});
});

test('P5: a request may be sent so often and no more; after a flood the socket is cut', async () => {
  const client = await bench.connect(expert);
  const many = Array.from({ length: 20 }, () => refusal(client.ask('desk.open', {})));
  const codes = await Promise.all(many);
  expect(codes.filter((code) => code === 'accepted').length).toBeLessThanOrEqual(
    requests['desk.open'].rate.burst + 1,
  );
  expect(codes).toContain('TOO_FAST');
  for (let index = 0; index < 5_000 && !client.closed; index++) await client.raw('{}');
  expect(client.closed?.code).toBe(4029);
});

test('a guest reaches their own case and no other; nobody reaches another organisation', async () => {
  const other = await bench.case(expert, 'Not theirs');
  const guest = await bench.connect(bench.guest('Toni Technik', caseId));
  await guest.request('case.watch', { caseId });
  expect(await refusal(guest.ask('case.watch', { caseId: other }))).toBe('FORBIDDEN');
  expect(await refusal(guest.ask('desk.open', {}))).toBe('FORBIDDEN');
  expect(await refusal(guest.ask('session.join', bench.joinData(other)))).toBe('FORBIDDEN');
  const stranger = await TestBench.open();
  try {
    const theirs = await stranger.person('admin', 'Arno Admin');
    const client = new TestClient(bench, theirs);
    await client.hello();
    expect(await refusal(client.ask('case.watch', { caseId }))).toBe('CASE_NOT_FOUND');
    expect(await refusal(client.ask('session.join', bench.joinData(caseId)))).toBe('CASE_NOT_FOUND');
  } finally {
    await stranger.close();
  }
});

test('seeded runs of random messages: each is answered, none changes the case or breaks the socket', async () => {
  const before = await bench.services.store.timeline.headSeq(caseId);
  const names = fc.constantFrom(...Object.keys(requests), '__proto__', 'constructor', '');
  const ids = fc.oneof(fc.uuid(), fc.string(), fc.constant(null), fc.integer());
  const junk = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.record(
      { caseId: ids, sessionId: ids, surfaceId: ids, op: fc.string(), id: ids },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(names, junk), { minLength: 1, maxLength: 30 }), async (messages) => {
      const client = new TestClient(bench, bench.guest('Toni Technik', caseId));
      await client.hello();
      const answers = await Promise.all(messages.map(([name, data]) => refusal(client.ask(name, data))));
      expect(answers).toHaveLength(messages.length);
      expect(answers).not.toContain('INTERNAL');
      expect(client.closed).toBeUndefined();
      client.drop();
    }),
    { seed: 20_261_124, numRuns: 150 },
  );
  expect(await bench.services.store.timeline.headSeq(caseId)).toBe(before);
  expect(bench.registry.size).toBe(0);
});
