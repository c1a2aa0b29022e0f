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

/** Not the message's fault: it is sent again. */
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
 * The queue of what was not acknowledged yet. One goes out when the one before was answered, at the pace the table
 * allows: a server that refuses one for a moment would else take the next before it. After a break the first is
 * sent again with the same id, which the server knows.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #queue: OutboxItem[] = [];
  readonly #buckets = new Map<OutboxItem['name'], { tokens: number; at: number }>();
  #running = false;
  #attempts = 0;
  /** Which sending of the first item is under way. Answers to earlier ones count only when they are good. */
  #sending: number | undefined;
  #stopTimer: (() => void) | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** What is not acknowledged, oldest first. */
  get items(): readonly OutboxItem[] {
    return this.#queue;
  }

  add(item: OutboxItem): void {
    this.#queue.push(item);
    this.#pump();
  }

  /** The line stands and we are in the session: everything unanswered goes out. */
  resume(): void {
    this.pause();
    this.#running = true;
    this.#sending = undefined;
    this.#buckets.clear();
    this.#pump();
  }

  /** The line is lost: nothing is sent until `resume`. */
  pause(): void {
    this.#running = false;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  #pump(): void {
    const [item] = this.#queue;
    if (!item || !this.#running || this.#stopTimer || this.#sending !== undefined) return;
    const wait = this.#takeToken(item.name);
    if (wait > 0) this.#later(wait);
    else this.#send(item);
  }

  #send(item: OutboxItem): void {
    const attempt = ++this.#attempts;
    this.#sending = attempt;
    this.#options.send(item).then(
      ({ seq }) => {
        if (this.#queue[0] !== item) return;
        this.#takeFirst();
        this.#options.onAcknowledged(item, seq);
        this.#pump();
      },
      (error: unknown) => {
        if (this.#sending === attempt) this.#onFailed(item, error);
      },
    );
  }

  #onFailed(item: OutboxItem, cause: unknown): void {
    const error = cause instanceof FernblickError ? cause : new FernblickError('INTERNAL', String(cause));
    if (passing.includes(error.code)) {
      this.#sending = undefined;
      if (this.#running) this.#later(RETRY_MS);
      return;
    }
    this.#takeFirst();
    this.#options.onRejected(item, error);
    this.#pump();
  }

  #takeFirst(): void {
    this.#queue.shift();
    this.#sending = undefined;
  }

  #later(milliseconds: number): void {
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
