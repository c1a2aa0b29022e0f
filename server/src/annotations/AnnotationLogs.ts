import type { SurfaceId } from '@fernblick/shared/protocol';
import type { Store } from '../store/Store.ts';
import { AnnotationLog, type Surface } from './AnnotationLog.ts';

/**
 * The logs of all surfaces that somebody works on now: one object per surface, since it gives the numbers.
 * Who takes one gives it back.
 */
export class AnnotationLogs {
  readonly #store: Store;
  readonly #open = new Map<SurfaceId, { log: Promise<AnnotationLog>; users: number }>();

  constructor(store: Store) {
    this.#store = store;
  }

  get size(): number {
    return this.#open.size;
  }

  async take(surface: Surface): Promise<AnnotationLog> {
    const entry = this.#open.get(surface.surfaceId) ?? {
      log: AnnotationLog.load(this.#store, surface),
      users: 0,
    };
    entry.users++;
    this.#open.set(surface.surfaceId, entry);
    try {
      return await entry.log;
    } catch (error) {
      this.#open.delete(surface.surfaceId);
      throw error;
    }
  }

  async giveBack(surfaceId: SurfaceId): Promise<void> {
    const entry = this.#open.get(surfaceId);
    if (!entry) return;
    entry.users--;
    await (await entry.log).settled();
    if (entry.users === 0) this.#open.delete(surfaceId);
  }

  /** For one operation outside a session. */
  async use<Result>(surface: Surface, work: (log: AnnotationLog) => Promise<Result>): Promise<Result> {
    const log = await this.take(surface);
    try {
      return await work(log);
    } finally {
      await this.giveBack(surface.surfaceId);
    }
  }
}
