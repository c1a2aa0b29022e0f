import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWorker } from 'mediasoup';
import type { types } from 'mediasoup';
import { killIfHung } from './killIfHung.ts';
import { Lifetime } from './Lifetime.ts';
import { MediaRoom } from './MediaRoom.ts';
import { SfuError } from './SfuError.ts';
import type { TransportSettings, WorkerLogLevel, WorkerStats } from './types.ts';

const firstRetryMs = 50;
const lastRetryMs = 5000;
/** A process that does not go by itself in this time is killed. */
const exitTimeoutMs = 2000;

export interface MediaWorkerOptions {
  index: number;
  port: number;
  listenIps: readonly { ip: string; announcedAddress?: string | undefined }[];
  logLevel: WorkerLogLevel;
  workerBin: string | undefined;
  settings: TransportSettings;
  hangTimeoutMs: number;
  onReady: () => void;
  onDied: (death: { index: number; pid: number; rooms: number; error: Error }) => void;
  onRetry: (error: unknown) => void;
}

interface Running {
  worker: types.Worker;
  webRtcServer: types.WebRtcServer;
}

/** One media worker process on one port, started again whenever it dies, and the rooms on it. */
export class MediaWorker {
  readonly #life = new Lifetime('the media worker');
  readonly #options: MediaWorkerOptions;
  readonly #rooms = new Set<MediaRoom>();
  #roomsOpening = 0;
  #roomsLost = 0;
  #restarts = 0;
  #running: Running | undefined;
  #replacing: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: MediaWorkerOptions) {
    this.#options = options;
  }

  /** False from the moment the process is gone, even before anybody was told. */
  get ready(): boolean {
    return this.#alive !== undefined;
  }

  /** Counts rooms that are just being made, so that many at once spread over the workers. */
  get load(): number {
    return [...this.#rooms].reduce((sum, room) => sum + room.load, this.#roomsOpening);
  }

  /** @throws SfuError SFU_WORKER_FAILED, with the port and the reason; SFU_CLOSED */
  async start(): Promise<void> {
    const { listenIps, logLevel, workerBin, port } = this.#options;
    let worker: types.Worker | undefined;
    try {
      worker = await withoutSignalHandlers(() =>
        createWorker({ logLevel, ...(workerBin === undefined ? {} : { workerBin }) }),
      );
      const webRtcServer = await worker.createWebRtcServer({ listenInfos: listenInfosOf(listenIps, port) });
      this.#life.assertOpen();
      this.#adopt({ worker, webRtcServer });
    } catch (error) {
      if (worker) await endProcess(worker);
      this.#life.assertOpen();
      const reason = error instanceof Error ? error.message : String(error);
      throw new SfuError('SFU_WORKER_FAILED', `media worker on port ${port}: ${reason}`, error);
    }
  }

  /** @throws SfuError SFU_NO_WORKER if the process is gone, or goes meanwhile */
  async createRoom(): Promise<MediaRoom> {
    const running = this.#alive;
    if (!running) throw new SfuError('SFU_NO_WORKER', 'the media worker is being replaced');
    const { worker, webRtcServer } = running;
    this.#roomsOpening += 1;
    try {
      const room = await this.#life.request(
        () => MediaRoom.open(worker, webRtcServer, this.#options.settings),
        'SFU_WORKER_FAILED',
        (made) => made.close('pool-closed'),
      );
      if (worker.closed) throw new SfuError('SFU_NO_WORKER', 'the media worker died meanwhile');
      this.#rooms.add(room);
      room.once('closed', (reason) => {
        this.#rooms.delete(room);
        if (reason === 'worker-died') this.#roomsLost += 1;
      });
      return room;
    } catch (error) {
      if (this.#life.ended || !worker.closed) throw error;
      throw new SfuError('SFU_NO_WORKER', 'the media worker died meanwhile', error);
    } finally {
      this.#roomsOpening -= 1;
    }
  }

  async stats(): Promise<WorkerStats> {
    const { index, port } = this.#options;
    const worker = this.#alive?.worker;
    const usage = await worker?.getResourceUsage().catch(() => undefined);
    return {
      index,
      port,
      pid: worker?.closed ? undefined : worker?.pid,
      rooms: this.#rooms.size,
      restarts: this.#restarts,
      load: this.load,
      cpuMs: usage ? usage.ru_utime + usage.ru_stime : 0,
      maxRssKb: usage?.ru_maxrss ?? 0,
    };
  }

  /** Resolves when the process is gone. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#life.end();
    for (const room of [...this.#rooms]) room.close('pool-closed');
    await this.#replacing;
    if (this.#running) await endProcess(this.#running.worker);
  }

  get #alive(): Running | undefined {
    return this.#running?.worker.closed ? undefined : this.#running;
  }

  #adopt(running: Running): void {
    const { worker } = running;
    this.#running = running;
    worker.once('died', (error) => {
      const rooms = this.#roomsLost;
      this.#roomsLost = 0;
      if (this.#life.ended) return;
      this.#restarts += 1;
      this.#replacing = this.#replace();
      this.#options.onDied({ index: this.#options.index, pid: worker.pid, rooms, error });
    });
    void killIfHung(worker, this.#options.hangTimeoutMs, kill);
    this.#options.onReady();
  }

  async #replace(): Promise<void> {
    for (let delay = firstRetryMs; !this.#life.ended; delay = Math.min(2 * delay, lastRetryMs)) {
      try {
        await this.start();
        return;
      } catch (error) {
        if (this.#life.ended) return;
        this.#options.onRetry(error);
        await sleep(delay, undefined, { signal: this.#life.signal }).catch(() => undefined);
      }
    }
  }
}

function listenInfosOf(
  listenIps: MediaWorkerOptions['listenIps'],
  port: number,
): types.TransportListenInfo[] {
  return listenIps.flatMap(({ ip, announcedAddress }) =>
    (['udp', 'tcp'] as const).map((protocol) => ({
      protocol,
      ip,
      port,
      ...(announcedAddress === undefined ? {} : { announcedAddress }),
    })),
  );
}

/**
 * The library ends its workers on SIGINT and SIGTERM, before anybody could say goodbye or finish a recording. When
 * the server stops is for its owner to decide; a worker whose parent is gone ends by itself.
 */
function withoutSignalHandlers<T>(start: () => T): T {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const before = signals.map((signal) => new Set(process.listeners(signal)));
  const started = start();
  signals.forEach((signal, i) => {
    for (const listener of process.listeners(signal)) {
      if (!before[i]?.has(listener)) process.off(signal, listener);
    }
  });
  return started;
}

async function endProcess(worker: types.Worker): Promise<void> {
  if (worker.subprocessClosed) return;
  const gone = once(worker, 'subprocessclose');
  worker.close();
  const killer = setTimeout(() => kill(worker.pid), exitTimeoutMs);
  await gone;
  clearTimeout(killer);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself in this very moment.
  }
}
