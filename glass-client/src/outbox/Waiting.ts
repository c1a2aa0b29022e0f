import { shallowRef } from 'vue';
import { FernblickError } from '@fernblick/shared/protocol';
import type { ErrorCode } from '@fernblick/shared/protocol';
import type { WaitingDb } from './waitingDb.ts';
import type { WaitingItem } from './WaitingItem.ts';

/** How sending stands: under way, or refused and with which code. */
export type Trying = { state: 'sending' } | { state: 'failed'; code: ErrorCode };

/**
 * What waits to be sent on this device, oldest first. Whoever sends something keeps it here first and lets go when
 * the server has it; what is left is sent again, one after another, as often as it takes.
 */
export class Waiting {
  readonly items = shallowRef<readonly WaitingItem[]>([]);
  readonly trying = shallowRef<ReadonlyMap<string, Trying>>(new Map());
  readonly #db: WaitingDb;
  readonly #send: (item: WaitingItem) => Promise<void>;
  /** Being sent from elsewhere, such as a call: not to be sent a second time beside it. */
  readonly #elsewhere = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(db: WaitingDb, send: (item: WaitingItem) => Promise<void>) {
    this.#db = db;
    this.#send = send;
  }

  /** Reads what an earlier page left. Without a database there is nothing, which is no failure. */
  async load(): Promise<void> {
    const stored = await this.#db.all().catch(() => []);
    const known = new Set(stored.map(({ id }) => id));
    const fresh = this.items.value.filter(({ id }) => !known.has(id));
    this.items.value = [...stored, ...fresh].sort((a, b) => a.at - b.at);
  }

  /** Keeps something that is being sent now by the caller, who says `settled` or `sent` afterwards. */
  async keep(item: WaitingItem): Promise<void> {
    this.#elsewhere.add(item.id);
    if (!this.items.value.some(({ id }) => id === item.id)) this.items.value = [...this.items.value, item];
    await this.#db.put(item).catch(() => undefined);
  }

  /** The server has it. */
  async sent(id: string): Promise<void> {
    this.#elsewhere.delete(id);
    await this.discard(id);
  }

  /** The caller has given up for now: it waits. */
  settled(id: string): void {
    this.#elsewhere.delete(id);
  }

  async discard(id: string): Promise<void> {
    this.items.value = this.items.value.filter((item) => item.id !== id);
    this.#note(id, undefined);
    await this.#db.remove(id).catch(() => undefined);
  }

  /**
   * Sends what waits of somebody, oldest first; without a line the rest is left for later.
   * @param only this one alone
   */
  async retry(who: string, only?: string): Promise<void> {
    await this.#running;
    this.#running = this.#retry(who, only).finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async #retry(who: string, only: string | undefined): Promise<void> {
    for (const item of this.items.value) {
      if (item.who !== who || this.#elsewhere.has(item.id) || (only && item.id !== only)) continue;
      this.#note(item.id, { state: 'sending' });
      try {
        await this.#send(item);
        await this.discard(item.id);
      } catch (error) {
        const code = error instanceof FernblickError ? error.code : 'INTERNAL';
        this.#note(item.id, { state: 'failed', code });
        if (code === 'OFFLINE') return;
      }
    }
  }

  #note(id: string, how: Trying | undefined): void {
    const trying = new Map(this.trying.value);
    if (how) trying.set(id, how);
    else trying.delete(id);
    this.trying.value = trying;
  }
}
