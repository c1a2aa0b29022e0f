import { FernblickError, requests } from '../protocol/index.ts';
import type { ErrorCode, RequestData, RequestReply } from '../protocol/index.ts';
import type { Environment } from './environment.ts';

/** What must arrive once and in order, whatever the line does. Each carries an id the server knows it by. */
export type OutboxItem =
  | { name: 'annotation.add'; data: RequestData<'annotation.add'> }
  | { name: 'chat.send'; data: RequestData<'chat.send'> };

export interface OutboxOptions {
  environment: Environment;
  send(item: OutboxItem): Promise<RequestReply<OutboxItem['name']>>;
  onAcknowledged(item: OutboxItem, seq: number): void;
  onRejected(item: OutboxItem, error: FernblickError): void;
}

interface Entry {
  item: OutboxItem;
  /** Which sending of it is under way; 0: none. Answers to earlier ones count only when they are good. */
  attempt: number;
}

/** Not the message's fault: it is sent again, and after it all that followed, so that the order stays. */
const passing: readonly ErrorCode[] = [
  'OFFLINE',
  'TOO_FAST',
  'NOT_JOINED',
  'HELLO_REQUIRED',
  'STOPPING',
  'STORE_UNAVAILABLE',
  'MOVED',
];
const RETRY_MS = 1_000;
/** A little slower than the server allows, since clocks and travel times differ. */
const PACE = 0.9;

/**
 * The queue of what was not acknowledged yet. Sends in order and ahead of the answers, at the pace the table
 * allows; after a break everything unanswered is sent again with the same ids, which the server knows.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #entries: Entry[] = [];
  readonly #buckets = new Map<OutboxItem['name'], { tokens: number; at: number }>();
  #running = false;
  #attempts = 0;
  #stopTimer: (() => void) | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** What is not acknowledged, oldest first. */
  get items(): OutboxItem[] {
    return this.#entries.map(({ item }) => item);
  }

  add(item: OutboxItem): void {
    this.#entries.push({ item, attempt: 0 });
    this.#pump();
  }

  /** The line stands and we are in the session: everything unanswered goes out. */
  resume(): void {
    this.#running = true;
    this.#buckets.clear();
    this.#sendAgainFrom(0);
    this.#pump();
  }

  /** The line is lost: nothing is sent until `resume`. */
  pause(): void {
    this.#running = false;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  #pump(): void {
    // A timer that runs means somebody must wait, and nobody overtakes.
    if (!this.#running || this.#stopTimer) return;
    for (const entry of this.#entries.filter(({ attempt }) => attempt === 0)) {
      const wait = this.#takeToken(entry.item.name);
      if (wait > 0) {
        this.#later(wait);
        return;
      }
      this.#send(entry);
      if (!this.#running) return;
    }
  }

  #send(entry: Entry): void {
    const attempt = ++this.#attempts;
    entry.attempt = attempt;
    this.#options.send(entry.item).then(
      ({ seq }) => {
        if (this.#remove(entry)) this.#options.onAcknowledged(entry.item, seq);
      },
      (error: unknown) => {
        this.#onFailed(entry, attempt, error);
      },
    );
  }

  #onFailed(entry: Entry, attempt: number, cause: unknown): void {
    if (entry.attempt !== attempt || !this.#entries.includes(entry)) return;
    const error = cause instanceof FernblickError ? cause : new FernblickError('INTERNAL', String(cause));
    if (!passing.includes(error.code)) {
      this.#remove(entry);
      this.#options.onRejected(entry.item, error);
      return;
    }
    this.#sendAgainFrom(this.#entries.indexOf(entry));
    if (this.#running) this.#later(RETRY_MS);
  }

  #sendAgainFrom(index: number): void {
    for (const entry of this.#entries.slice(index)) entry.attempt = 0;
  }

  #remove(entry: Entry): boolean {
    const index = this.#entries.indexOf(entry);
    if (index >= 0) this.#entries.splice(index, 1);
    return index >= 0;
  }

  #later(milliseconds: number): void {
    this.#stopTimer?.();
    this.#stopTimer = this.#options.environment.setTimer(() => {
      this.#stopTimer = undefined;
      this.#pump();
    }, milliseconds);
  }

  /** Takes one from the name's token bucket; returns the milliseconds until there is one if it is empty. */
  #takeToken(name: OutboxItem['name']): number {
    const { burst, perSecond } = requests[name].rate;
    const now = this.#options.environment.now();
    const full = burst * PACE;
    const bucket = this.#buckets.get(name) ?? { tokens: full, at: now };
    const tokens = Math.min(full, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond * PACE);
    if (tokens < 1) {
      this.#buckets.set(name, { tokens, at: now });
      return Math.ceil(((1 - tokens) / (perSecond * PACE)) * 1_000);
    }
    this.#buckets.set(name, { tokens: tokens - 1, at: now });
    return 0;
  }
}
