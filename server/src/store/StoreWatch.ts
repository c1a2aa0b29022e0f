import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { StorageState } from '@fernblick/shared/protocol';
import { FernblickError } from '@fernblick/shared/protocol';
import { diskOf } from '../diskOf.ts';
import type { EngineOperation } from './engine/MeasuredEngine.ts';

/** How often a store that is well is asked, and one that is not is tried. */
const LOOK_MS = 2_000;
const TRY_MS = 1_000;
/** A store that says nothing for so long is away, whatever its driver still hopes for. */
const SILENT_MS = 2_500;
/** More than a stroke takes: where this fits, work can go on. */
const PROBE_BYTES = 64 * 1024;
const DISK_MS = 10_000;
/** Below this much free space an admin should act: about a day of a busy service's pictures. */
const LOW_BYTES = 1024 ** 3;

const writes: ReadonlySet<EngineOperation> = new Set(['insert', 'replace', 'remove']);

interface Watched {
  ping(): Promise<void>;
  /** Writes and removes so many bytes; throws like any write. */
  probe(bytes: number): Promise<void>;
}

/**
 * Knows whether what is said and drawn can be kept now. It learns from those who use the store (`saw`), asks by
 * itself while nobody does, and goes on trying until a store that was away or full takes a write again.
 */
export class StoreWatch extends EventEmitter<{ changed: [StorageState] }> {
  #trouble: 'away' | 'full' | undefined;
  #low = false;
  #store: Watched | undefined;
  #timer: NodeJS.Timeout | undefined;
  #diskTimer: NodeJS.Timeout | undefined;
  #looking = false;
  #closed = false;

  get state(): StorageState {
    return this.#trouble ?? (this.#low ? 'low' : 'ok');
  }

  /** Told of every operation of the database; `failure` is undefined where it did what it should. */
  saw(operation: EngineOperation, failure: unknown): void {
    const code = failure instanceof FernblickError ? failure.code : undefined;
    if (code === 'STORE_UNAVAILABLE') this.#set('away');
    else if (code === 'DISK_FULL') this.#set('full');
    else if (failure === undefined && writes.has(operation) && this.#trouble === 'away') this.#set(undefined);
  }

  /** Begins to look. @param folder on the disk whose space is watched */
  start(store: Watched, folder: string): void {
    this.#store = store;
    this.#later();
    const lookAtDisk = async () => {
      const disk = await diskOf(folder);
      if (this.#closed) return;
      this.#change(() => (this.#low = disk !== undefined && disk.freeBytes < LOW_BYTES));
      this.#diskTimer = setTimeout(() => void lookAtDisk(), DISK_MS).unref();
    };
    void lookAtDisk();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#diskTimer);
  }

  #set(trouble: 'away' | 'full' | undefined): void {
    if (this.#closed || trouble === this.#trouble) return;
    this.#change(() => (this.#trouble = trouble));
    this.#later();
  }

  #change(change: () => void): void {
    const before = this.state;
    change();
    if (this.state !== before) this.emit('changed', this.state);
  }

  /** One question at a time: a driver that waits for its server gets no queue of them. */
  #later(): void {
    if (this.#looking || this.#closed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), this.#trouble ? TRY_MS : LOOK_MS).unref();
  }

  async #look(): Promise<void> {
    const store = this.#store;
    if (!store) return;
    this.#looking = true;
    const tried = this.#trouble !== undefined;
    let answered = false;
    const answer = (tried ? store.probe(PROBE_BYTES) : store.ping())
      .then(
        () => true,
        // Why was seen already.
        () => false,
      )
      .finally(() => (answered = true));
    await Promise.race([answer, sleep(SILENT_MS, undefined, { ref: false })]);
    // If it was this process that stood still, the answer is waiting to be read.
    await nextTurn();
    if (!answered) this.#set('away');
    if ((await answer) && tried) this.#set(undefined);
    this.#looking = false;
    this.#later();
  }
}
