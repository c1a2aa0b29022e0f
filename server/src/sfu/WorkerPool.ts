import { EventEmitter, once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setLogEventListeners } from 'mediasoup';
import { advertisedRtpCapabilities } from './codecs.ts';
import { Lifetime } from './Lifetime.ts';
import type { MediaRoom } from './MediaRoom.ts';
import { MediaWorker } from './MediaWorker.ts';
import { SfuError } from './SfuError.ts';
import type { RtpCapabilities, WorkerPoolOptions, WorkerStats } from './types.ts';

/** A new process takes well under a second; past this something is wrong with the machine. */
const workerWaitMs = 10_000;

/** All media workers of this server. */
export class WorkerPool {
  /** What clients load their device with: the same for every room, known before there is one. */
  readonly routerRtpCapabilities: RtpCapabilities = advertisedRtpCapabilities();
  readonly #life = new Lifetime('the worker pool');
  readonly #readiness = new EventEmitter<{ ready: [] }>();
  readonly #workers: readonly MediaWorker[];

  /**
   * Resolves when every worker listens.
   * @throws SfuError SFU_WORKER_FAILED: the binary is missing, a port is taken, an address is not this machine's
   */
  static async start(options: WorkerPoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    const started = await Promise.allSettled(pool.#workers.map((worker) => worker.start()));
    const failed = started.find((result) => result.status === 'rejected');
    if (!failed) return pool;
    await pool.close();
    throw failed.reason;
  }

  private constructor(options: WorkerPoolOptions) {
    const { onLog, onWorkerDied } = options;
    if (onLog) {
      setLogEventListeners({
        onwarn: (namespace, log) => onLog({ level: 'warn', message: `${namespace} ${log}` }),
        onerror: (namespace, log, error) =>
          onLog({ level: 'error', message: [namespace, log, error?.message].filter(Boolean).join(' ') }),
      });
    }
    const settings = {
      maxIncomingBitrate: options.maxIncomingBitrate ?? 8_000_000,
      initialOutgoingBitrate: options.initialOutgoingBitrate ?? 1_500_000,
    };
    this.#workers = Array.from(
      { length: options.workers ?? availableParallelism() },
      (_, index) =>
        new MediaWorker({
          index,
          port: options.mediaPort + index,
          listenIps: options.listenIps,
          logLevel: options.logLevel ?? 'error',
          workerBin: options.workerBin,
          settings,
          hangTimeoutMs: options.hangTimeoutMs ?? 20_000,
          onReady: () => this.#readiness.emit('ready'),
          onDied: (death) => onWorkerDied?.(death),
          onRetry: (error) => onLog?.({ level: 'error', message: String(error) }),
        }),
    );
    this.#readiness.setMaxListeners(0);
  }

  get closed(): boolean {
    return this.#life.ended;
  }

  /**
   * A room on the worker that has least to do. While all are being replaced it waits for the first.
   * @throws SfuError SFU_NO_WORKER, SFU_CLOSED
   */
  async createRoom(): Promise<MediaRoom> {
    const tooLong = AbortSignal.timeout(workerWaitMs);
    for (;;) {
      this.#life.assertOpen();
      const worker = this.#leastLoaded();
      if (!worker) {
        await this.#nextReady(tooLong);
        continue;
      }
      try {
        return await worker.createRoom();
      } catch (error) {
        const workerDied = error instanceof SfuError && error.code === 'SFU_NO_WORKER';
        if (!workerDied || tooLong.aborted) throw error;
      }
    }
  }

  stats(): Promise<WorkerStats[]> {
    return Promise.all(this.#workers.map((worker) => worker.stats()));
  }

  /** Closes every room; resolves when no media process is left. */
  async close(): Promise<void> {
    this.#life.end();
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }

  #leastLoaded(): MediaWorker | undefined {
    return this.#workers
      .filter((worker) => worker.ready)
      .reduce<MediaWorker | undefined>(
        (best, worker) => (best && best.load <= worker.load ? best : worker),
        undefined,
      );
  }

  async #nextReady(tooLong: AbortSignal): Promise<void> {
    try {
      await once(this.#readiness, 'ready', { signal: AbortSignal.any([this.#life.signal, tooLong]) });
    } catch {
      this.#life.assertOpen();
      throw new SfuError('SFU_NO_WORKER', 'no media worker is running');
    }
  }
}
