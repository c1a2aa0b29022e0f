import { readFile } from 'node:fs/promises';
import type { WorkerStatus } from '@fernblick/shared/api';
import type { WorkerPool, WorkerStats } from '../sfu/index.ts';
import { within } from './within.ts';

const PATIENCE_MS = 3_000;

/** What the media worker processes use, from one look to the next. */
export class WorkerWatch {
  readonly #pool: Pick<WorkerPool, 'stats'>;
  #before = new Map<number, { pid: number; cpuMs: number; at: number }>();
  #last: WorkerStatus[] = [];

  constructor(pool: Pick<WorkerPool, 'stats'>) {
    this.#pool = pool;
  }

  /** CPU is the share of one core since the look before. */
  async look(): Promise<WorkerStatus[]> {
    const all = await within(PATIENCE_MS, this.#pool.stats());
    // One that hangs does not answer; it is killed and replaced before long.
    if (!all) this.#last = this.#last.map((status) => ({ ...status, cpu: 0 }));
    else this.#last = await Promise.all(all.map((stats) => this.#statusOf(stats)));
    return this.#last;
  }

  async #statusOf({ index, pid, rooms, restarts, cpuMs, maxRssKb }: WorkerStats): Promise<WorkerStatus> {
    const at = performance.now();
    const before = this.#before.get(index);
    if (pid === undefined) this.#before.delete(index);
    else this.#before.set(index, { pid, cpuMs, at });
    const same = before && before.pid === pid && at > before.at;
    return {
      index,
      running: pid !== undefined,
      rooms,
      restarts,
      cpu: same ? Math.max(0, cpuMs - before.cpuMs) / (at - before.at) : 0,
      memoryBytes: pid === undefined ? 0 : ((await residentBytes(pid)) ?? maxRssKb * 1024),
    };
  }
}

/** Memory of a process now; Linux only, elsewhere the largest it ever had has to do. */
async function residentBytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
