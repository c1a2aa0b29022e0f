import type { RequestName } from '@fernblick/shared/protocol';
import { requests } from '@fernblick/shared/protocol';

interface Bucket {
  tokens: number;
  /** Monotonic milliseconds. */
  filledAt: number;
}

/** All messages of a connection together, well above what the single limits let a real page send. */
const overall = { burst: 400, perSecond: 150 };
/** A client that goes on sending after so many refusals is cut off. */
const MAX_REFUSED = 2_000;

/** Token buckets of one connection: one per request name, one for everything. Monotonic, so clock jumps do not matter. */
export class RateLimits {
  readonly #buckets = new Map<string, Bucket>();
  #refused = 0;
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether one more message of any kind may be looked at. */
  allowMessage(): boolean {
    return this.#take('*', overall);
  }

  allow(name: RequestName): boolean {
    return this.#take(name, requests[name].rate);
  }

  /** Starts afresh: what the client has to do again now is the server's doing. */
  renew(): void {
    this.#buckets.clear();
  }

  /** The client ignores its refusals. */
  get flooding(): boolean {
    return this.#refused > MAX_REFUSED;
  }

  #take(key: string, { burst, perSecond }: { burst: number; perSecond: number }): boolean {
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: burst, filledAt: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / 1_000) * perSecond);
    bucket.filledAt = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1) {
      this.#refused++;
      return false;
    }
    bucket.tokens--;
    return true;
  }
}
