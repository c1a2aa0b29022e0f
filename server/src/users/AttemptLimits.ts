import { FernblickError } from '@fernblick/shared/protocol';

/** Above this many keys the oldest are forgotten; an attacker with that many addresses is not stopped by counting. */
const MAX_KEYS = 20_000;

/**
 * Counts attempts per key (an address, an account) in a sliding window, by a clock that never jumps.
 * An attempt counts from its begin, so that many at the same time are not one; `forgive` takes back what was right.
 */
export class AttemptLimits {
  readonly #attempts = new Map<string, number[]>();
  readonly #max: number;
  readonly #windowMs: number;
  readonly #now: () => number;

  /** @param options `now`: monotonic milliseconds */
  constructor(options: { max: number; windowMs: number; now?: () => number }) {
    this.#max = options.max;
    this.#windowMs = options.windowMs;
    this.#now = options.now ?? (() => performance.now());
  }

  /** @throws TOO_FAST with `retryAfter` in seconds */
  take(key: string): void {
    const now = this.#now();
    const recent = (this.#attempts.get(key) ?? []).filter((at) => now - at < this.#windowMs);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= this.#max) {
      const retryAfter = Math.ceil((oldest + this.#windowMs - now) / 1_000);
      throw new FernblickError('TOO_FAST', 'too many attempts', { retryAfter });
    }
    // Written anew, so that the map is in the order of the last attempts.
    this.#attempts.delete(key);
    this.#attempts.set(key, [...recent, now]);
    const [stalest] = this.#attempts.keys();
    if (this.#attempts.size > MAX_KEYS && stalest !== undefined) this.#attempts.delete(stalest);
  }

  /** The last attempt was right and does not count. */
  forgive(key: string): void {
    const rest = this.#attempts.get(key)?.slice(0, -1) ?? [];
    if (rest.length > 0) this.#attempts.set(key, rest);
    else this.#attempts.delete(key);
  }
}
