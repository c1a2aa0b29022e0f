import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { as, codeOf, freePorts, startPool, vp8 } from './fixtures.ts';
import { WorkerPool } from './index.ts';

let pool: WorkerPool | undefined;
afterEach(() => pool?.close());

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a killed worker: its room says so once, and lives on in a new process on the same port', async () => {
  const onWorkerDied = vi.fn();
  const started = await startPool({ onWorkerDied });
  pool = started.pool;
  const room = await pool.createRoom();
  const peer = await room.createPeer('glasses');
  await peer.produce({
    transportId: peer.transportParameters.send.id,
    kind: 'video',
    rtpParameters: vp8(),
    appData: as('camera'),
  });
  const told: string[] = [];
  peer.on('closed', (reason) => told.push(`peer ${reason}`));
  peer.on('producer-closed', () => told.push('producer'));
  room.on('closed', (reason) => told.push(`room ${reason}`));
  const [before] = await pool.stats();

  const successor = new Promise<Awaited<ReturnType<WorkerPool['createRoom']>>>((resolve, reject) => {
    room.once('closed', () => void started.pool.createRoom().then(resolve, reject));
  });
  process.kill(before!.pid!, 'SIGKILL');
  const next = await successor;
  const [after] = await pool.stats();

  expect(told).toEqual(['peer worker-died', 'room worker-died']);
  expect(room.peers.size).toBe(0);
  expect(onWorkerDied).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ index: 0, pid: before!.pid, rooms: 1 }),
  );
  expect(after).toMatchObject({ port: before!.port, rooms: 1 });
  expect(after!.pid).not.toBe(before!.pid);
  const again = await next.createPeer('glasses');
  expect(again.transportParameters.send.iceCandidates.map(({ port }) => port)).toContain(before!.port);
  expect(await codeOf(() => room.createPeer('late'))).toBe('SFU_CLOSED');
});

test('a worker that hangs is killed and replaced; what waited for it ends', async () => {
  const onWorkerDied = vi.fn();
  ({ pool } = await startPool({ onWorkerDied, hangTimeoutMs: 500 }));
  const room = await pool.createRoom();
  const [{ pid } = {}] = await pool.stats();
  process.kill(pid!, 'SIGSTOP');
  const waiting = codeOf(() => room.createPeer('glasses'));
  expect(await waiting).toBe('SFU_CLOSED');
  expect(onWorkerDied).toHaveBeenCalledOnce();
  expect((await pool.createRoom()).closed).toBe(false);
});

test('rooms spread over the workers, and leave nothing when they close', async () => {
  const started = await startPool({ workers: 2 });
  pool = started.pool;
  const rooms = await Promise.all(Array.from({ length: 20 }, () => started.pool.createRoom()));
  expect((await pool.stats()).map((worker) => worker.rooms)).toEqual([10, 10]);
  await Promise.all(
    rooms.map(async (room) => {
      const [sender, viewer] = await Promise.all([room.createPeer('sender'), room.createPeer('viewer')]);
      viewer.setRtpCapabilities(started.pool.routerRtpCapabilities);
      const { producerId } = await sender.produce({
        transportId: sender.transportParameters.send.id,
        kind: 'video',
        rtpParameters: vp8(),
        appData: as('camera'),
      });
      await viewer.consume(producerId);
    }),
  );
  expect((await started.inside.leftovers()).length).toBeGreaterThan(100);
  for (const room of rooms) room.close();
  expect((await pool.stats()).map(({ rooms, load }) => ({ rooms, load }))).toEqual([
    { rooms: 0, load: 0 },
    { rooms: 0, load: 0 },
  ]);
  expect(await started.inside.leftovers()).toEqual([]);
});

test('closing the pool ends its rooms, what is under way and every process', async () => {
  const started = await startPool({ workers: 2 });
  const room = await started.pool.createRoom();
  const reasons: string[] = [];
  room.on('closed', (reason) => reasons.push(reason));
  const pids = (await started.pool.stats()).map(({ pid }) => pid!);
  const underWay = codeOf(() => started.pool.createRoom());
  await Promise.all([started.pool.close(), started.pool.close()]);
  expect(reasons).toEqual(['pool-closed']);
  expect(await underWay).toBe('SFU_CLOSED');
  expect(pids.map(isRunning)).toEqual([false, false]);
  expect(await codeOf(() => started.pool.createRoom())).toBe('SFU_CLOSED');
});

test('closing while a dead worker is being replaced leaves no process', async () => {
  const { pool, inside } = await startPool();
  const [{ pid } = {}] = await pool.stats();
  const died = once(inside.workers[0]!, 'died');
  process.kill(pid!, 'SIGKILL');
  await died;
  await pool.close();
  expect(inside.workers).toHaveLength(2);
  expect(inside.workers.map((worker) => isRunning(worker.pid))).toEqual([false, false]);
});

test('a taken port is named at start, and no process stays', async () => {
  const mediaPort = await freePorts(2);
  const holder = createServer().listen(mediaPort + 1, '127.0.0.1');
  await once(holder, 'listening');
  const attempt = WorkerPool.start({
    workers: 2,
    mediaPort,
    listenIps: [{ ip: '127.0.0.1' }],
    onLog: () => undefined,
  });
  await expect(attempt).rejects.toMatchObject({ code: 'SFU_WORKER_FAILED' });
  await expect(attempt).rejects.toThrow(`port ${mediaPort + 1}`);
  holder.close();
  // The other worker let go of its port.
  pool = await WorkerPool.start({ workers: 2, mediaPort, listenIps: [{ ip: '127.0.0.1' }] });
});

test('a missing binary is said at start', async () => {
  const attempt = startPool({ workerBin: '/nowhere/mediasoup-worker' });
  await expect(attempt).rejects.toMatchObject({ code: 'SFU_WORKER_FAILED' });
});

test('signals are left to the server, which has to say goodbye first', async () => {
  const before = [process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')];
  ({ pool } = await startPool());
  expect([process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')]).toEqual(before);
});
