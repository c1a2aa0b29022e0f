import { FernblickError, requests } from '../protocol/index.ts';
import type { ErrorCode } from '../protocol/index.ts';
import type { OutboxItem, OutboxOptions } from './Outbox.ts';

/** Not the message's fault: it is sent again. */
const passing: readonly ErrorCode[] = [
  'OFFLINE',
  'TOO_FAST',
  'NOT_JOINED',
  'HELLO_REQUIRED',
  'STOPPING',
  'STORE_UNAVAILABLE',
  'DISK_FULL',
  'MOVED',
];
const RETRY_MS = 1_000;
/** A little slower than the server allows, since clocks and travel times differ. */
const PACE = 0.9;

/** `numbered`: the server gave it its place and shows it to everyone; it is not in the store yet. */
interface Entry {
  item: OutboxItem;
  state: 'waiting' | 'sent' | 'numbered';
  /** Which sending is the latest. Answers to earlier ones count only when they are good. */
  attempt: number;
}

/**
 * What is not acknowledged of one kind of message, in order. One goes out when the one before has its number, at the
 * pace the table allows: a server that refuses one for a moment would else take the next before it.
 */
export class OutboxLane {
  readonly #name: OutboxItem['name'];
  readonly #options: OutboxOptions;
  #entries: Entry[] = [];
  #running = false;
  #attempts = 0;
  #bucket: { tokens: number; at: number } | undefined;
  #stopTimer: (() => void) | undefined;

  constructor(name: OutboxItem['name'], options: OutboxOptions) {
    this.#name = name;
    this.#options = options;
  }

  get items(): OutboxItem[] {
    return this.#entries.map(({ item }) => item);
  }

  add(item: OutboxItem): void {
    this.#entries.push({ item, state: 'waiting', attempt: 0 });
    this.#pump();
  }

  /** The server gave this one its number: the next may go, whether the store has it or not. */
  numbered(id: string): void {
    const entry = this.#entries.find(({ item }) => idOf(item) === id);
    if (entry?.state !== 'sent') return;
    entry.state = 'numbered';
    this.#pump();
  }

  resume(): void {
    this.pause();
    this.#running = true;
    this.#bucket = undefined;
    for (const entry of this.#entries) entry.state = 'waiting';
    this.#pump();
  }

  pause(): void {
    this.#running = false;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  #pump(): void {
    const next = this.#entries.find(({ state }) => state !== 'numbered');
    if (next?.state !== 'waiting' || !this.#running || this.#stopTimer) return;
    const wait = this.#takeToken();
    if (wait > 0) this.#later(wait);
    else this.#send(next);
  }

  #send(entry: Entry): void {
    const attempt = ++this.#attempts;
    entry.state = 'sent';
    entry.attempt = attempt;
    this.#options.send(entry.item).then(
      ({ seq }) => {
        if (!this.#remove(entry)) return;
        this.#options.onAcknowledged(entry.item, seq);
        this.#pump();
      },
      (error: unknown) => {
        if (entry.attempt === attempt && entry.state !== 'waiting') this.#onFailed(entry, error);
      },
    );
  }

  #onFailed(entry: Entry, cause: unknown): void {
    const error = cause instanceof FernblickError ? cause : new FernblickError('INTERNAL', String(cause));
    if (passing.includes(error.code)) {
      entry.state = 'waiting';
      if (this.#running) this.#later(RETRY_MS);
      return;
    }
    if (!this.#remove(entry)) return;
    this.#options.onRejected(entry.item, error);
    this.#pump();
  }

  #remove(entry: Entry): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((one) => one !== entry);
    return this.#entries.length < before;
  }

  #later(milliseconds: number): void {
    this.#stopTimer?.();
    this.#stopTimer = this.#options.environment.setTimer(() => {
      this.#stopTimer = undefined;
      this.#pump();
    }, milliseconds);
  }

  /** Takes one from the token bucket; returns the milliseconds until there is one if it is empty. */
  #takeToken(): number {
    const { burst, perSecond } = requests[this.#name].rate;
    const now = this.#options.environment.now();
    const full = burst * PACE;
    const bucket = this.#bucket ?? { tokens: full, at: now };
    const tokens = Math.min(full, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond * PACE);
    if (tokens < 1) {
      this.#bucket = { tokens, at: now };
      return Math.ceil(((1 - tokens) / (perSecond * PACE)) * 1_000);
    }
    this.#bucket = { tokens: tokens - 1, at: now };
    return 0;
  }
}

function idOf(item: OutboxItem): string {
  return item.name === 'chat.send' ? item.data.entryId : item.data.id;
}
