import type { Readiness as ReadinessView } from '@fernblick/shared/api';
import { diskOf } from '../diskOf.ts';
import type { WorkerPool } from '../sfu/index.ts';
import type { Store } from '../store/Store.ts';
import { within } from './within.ts';

/** With less than this the disk counts as full: one large picture more and nothing can be written. */
const MIN_FREE_BYTES = 64 * 1024 * 1024;
/** An answer serves whoever asks within this time: asking often must not cost the store a write each. */
const FRESH_MS = 1_000;
/** A part that takes longer does not work. */
const PATIENCE_MS = 2_000;

/** Enough to see that a write goes through; this is asked every few seconds. */
const PROBE_BYTES = 1;

type Checks = Omit<ReadinessView, 'status'>;

/** Whether the server can take new work: the store takes writes, media workers run, the disk has room, nobody stops it. */
export class Readiness {
  readonly #store: Pick<Store, 'probe'>;
  readonly #pool: Pick<WorkerPool, 'stats'>;
  readonly #dataDir: string;
  readonly #minFreeBytes: number;
  #stopping = false;
  #last: { at: number; checks: Promise<Checks> } | undefined;

  constructor(options: {
    store: Pick<Store, 'probe'>;
    pool: Pick<WorkerPool, 'stats'>;
    dataDir: string;
    minFreeBytes?: number;
  }) {
    this.#store = options.store;
    this.#pool = options.pool;
    this.#dataDir = options.dataDir;
    this.#minFreeBytes = options.minFreeBytes ?? MIN_FREE_BYTES;
  }

  /** From now on it is not ready: the server is about to end. */
  stop(): void {
    this.#stopping = true;
  }

  async check(): Promise<Checks> {
    const now = performance.now();
    if (!this.#last || now - this.#last.at > FRESH_MS) this.#last = { at: now, checks: this.#look() };
    return { ...(await this.#last.checks), running: !this.#stopping };
  }

  async #look(): Promise<Checks> {
    const [written, workers, disk] = await Promise.all([
      within(
        PATIENCE_MS,
        this.#store.probe(PROBE_BYTES).then(() => true),
      ),
      within(PATIENCE_MS, this.#pool.stats()),
      diskOf(this.#dataDir),
    ]);
    return {
      store: written === true,
      media: workers?.some(({ pid }) => pid !== undefined) ?? false,
      disk: disk === undefined || disk.freeBytes >= this.#minFreeBytes,
      running: true,
    };
  }
}

export function isReady({ store, media, disk, running }: Checks): boolean {
  return store && media && disk && running;
}
