import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { StatusSample, WorkerStatus } from '@fernblick/shared/api';
import { type Packets, sum } from '../sessions/LineQuality.ts';
import type { SessionRegistry } from '../sessions/SessionRegistry.ts';
import type { WorkerPool } from '../sfu/index.ts';
import { type Counts, Gauges } from './Gauges.ts';
import type { Meters } from './Meters.ts';
import { diskOf, type Disk } from '../diskOf.ts';
import { within } from './within.ts';
import { WorkerWatch } from './WorkerWatch.ts';

const EVERY_MS = 5_000;
/** An hour of samples. */
const MOST_SAMPLES = 3_600_000 / EVERY_MS;
const LOOP_RESOLUTION_MS = 20;
/** A worker that hangs must not stop the watch. */
const PATIENCE_MS = 3_000;
const NOTHING = { bitrateIn: 0, bitrateOut: 0, up: { lost: 0, all: 0 }, down: { lost: 0, all: 0 } };

export interface WatchOptions {
  registry: Pick<SessionRegistry, 'all'>;
  pool: Pick<WorkerPool, 'stats'>;
  sockets: () => number;
  dataDir: string;
  meters: Meters;
  /** Told when a look failed. */
  onError: (error: unknown) => void;
}

/** Looks at the whole server every five seconds, in one pass over its sessions, and remembers an hour of it. */
export class Watch {
  readonly samples: StatusSample[] = [];
  workers: WorkerStatus[] = [];
  disk: Disk | undefined;
  readonly #options: WatchOptions;
  readonly #workerWatch: WorkerWatch;
  readonly #gauges: Gauges;
  readonly #loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  #cpu = process.cpuUsage();
  #at = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#workerWatch = new WorkerWatch(options.pool);
    this.#gauges = new Gauges(options.meters.registry, () => this.#counts());
  }

  start(): void {
    this.#loop.enable();
    this.#timer = setInterval(() => void this.look().catch(this.#options.onError), EVERY_MS);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#loop.disable();
    await this.#looking?.catch(() => undefined);
  }

  /** Takes one sample; while one is being taken, that one. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { registry, meters, dataDir } = this.#options;
    const [flows, workers, disk] = await Promise.all([
      Promise.all(
        registry.all.map(async ({ quality }) => (await within(PATIENCE_MS, quality.look())) ?? NOTHING),
      ),
      this.#workerWatch.look(),
      diskOf(dataDir),
    ]);
    this.workers = workers;
    this.disk = disk;
    const up = sum(flows.map((flow) => flow.up));
    const down = sum(flows.map((flow) => flow.down));
    const counts = this.#counts();
    const loop = this.#loopDelay();
    const sample: StatusSample = {
      at: Date.now(),
      sessions: counts.sessions,
      participants: counts.participants.connected + counts.participants.away,
      ringing: counts.ringing,
      sockets: counts.sockets,
      bitrateIn: flows.reduce((total, { bitrateIn }) => total + bitrateIn, 0),
      bitrateOut: flows.reduce((total, { bitrateOut }) => total + bitrateOut, 0),
      lossUp: shareOf(up),
      lossDown: shareOf(down),
      workerCpu: workers.reduce((total, { cpu }) => total + cpu, 0),
      serverCpu: this.#serverCpu(),
      loopDelay: loop.p99,
      stroke: meters.strokes.take()?.p95 ?? null,
      store: meters.storeCalls.take()?.p95 ?? null,
    };
    this.samples.push(sample);
    if (this.samples.length > MOST_SAMPLES) this.samples.shift();
    this.#gauges.set(sample, loop, workers, disk);
  }

  #counts(): Counts {
    const sessions = this.#options.registry.all;
    const participants = {
      ringing: 0,
      joining: 0,
      connected: 0,
      away: 0,
      left: 0,
    };
    for (const { slots } of sessions) for (const { state } of slots.values()) participants[state.state] += 1;
    return {
      sessions: sessions.length,
      participants,
      ringing: sessions.filter(({ ringing }) => ringing !== undefined).length,
      sockets: this.#options.sockets(),
    };
  }

  /** Since the look before. The histogram holds the whole time between two ticks, the pause asked for included. */
  #loopDelay() {
    const delay = (nanoseconds: number) =>
      Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e6 - LOOP_RESOLUTION_MS) : 0;
    const loop = this.#loop;
    const found = {
      p50: delay(loop.percentile(50)),
      p99: delay(loop.percentile(99)),
      worst: delay(loop.max),
    };
    const counted = loop.count > 0;
    loop.reset();
    return counted ? found : { p50: 0, p99: 0, worst: 0 };
  }

  #serverCpu(): number {
    const { user, system } = process.cpuUsage(this.#cpu);
    const now = performance.now();
    const share = (user + system) / 1_000 / Math.max(1, now - this.#at);
    this.#cpu = process.cpuUsage();
    this.#at = now;
    return share;
  }
}

function shareOf({ lost, all }: Packets): number | null {
  return all > 0 ? Math.min(1, lost / all) : null;
}
