import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Principal } from '@fernblick/shared/protocol';
import { TestBench, TestClient } from './fixtures.ts';

let bench: TestBench;
let expert: Principal;

beforeEach(async () => {
  bench = await TestBench.open({ networkTestMs: 1_500 });
  expert = await bench.person('expert', 'Eva Expert');
});
afterEach(() => bench.close());

const hasCode = (code: string): unknown => expect.objectContaining({ code });
const dtlsParameters = {
  role: 'client' as const,
  fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }],
};
const rooms = async () => (await bench.services.pool.stats()).reduce((sum, worker) => sum + worker.rooms, 0);

test('gives a transport on the media port over UDP and TCP, and takes it away by itself', async () => {
  const client = await bench.connect(expert);
  const { transport } = await client.request('network.test', {});
  const [worker] = await bench.services.pool.stats();
  expect(transport.iceCandidates.map(({ protocol, port }) => [protocol, port])).toEqual([
    ['udp', worker?.port],
    ['tcp', worker?.port],
  ]);
  const foreign = await bench.connect(await bench.person('expert', 'Karl Kollege'));
  const data = { transportId: transport.id, dtlsParameters };
  await expect(foreign.request('network.connect', data)).rejects.toEqual(hasCode('NOT_FOUND'));
  await client.request('network.connect', data);
  expect(await rooms()).toBe(1);
  await expect.poll(rooms, { timeout: 10_000 }).toBe(0);
  expect(bench.registry.networkTests.size).toBe(0);
  await expect(client.request('network.connect', data)).rejects.toEqual(hasCode('NOT_FOUND'));
});

test('is for those who were greeted, one at a time and not often', async () => {
  const stranger = new TestClient(bench, expert);
  await expect(stranger.ask('network.test', {})).rejects.toEqual(hasCode('HELLO_REQUIRED'));
  await (await bench.connect(expert)).request('network.test', {});
  const client = await bench.connect(expert);
  for (let round = 0; round < 3; round++) await client.request('network.test', {});
  expect([bench.registry.networkTests.size, await rooms()]).toEqual([1, 1]);
  await expect(client.ask('network.test', {})).rejects.toEqual(hasCode('TOO_FAST'));
  await expect(client.ask('network.connect', { transportId: 'x' })).rejects.toEqual(hasCode('BAD_DATA'));
});

test('the whole server has a bound', async () => {
  const caseId = await bench.case(expert);
  const guests = Array.from({ length: 14 }, (_, number) => bench.guest(`Guest ${number}`, caseId));
  const clients = await Promise.all(guests.map((guest) => bench.connect(guest)));
  const asked = await Promise.allSettled(clients.map((client) => client.request('network.test', {})));
  expect(asked.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  await expect.poll(rooms, { timeout: 10_000 }).toBe(0);
});
