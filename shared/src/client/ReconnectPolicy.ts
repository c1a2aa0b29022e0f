export const FIRST_DELAY_MS = 250;
export const LONGEST_DELAY_MS = 5_000;
/** A server that said it stops needs a moment; asking earlier only fails. */
export const STOPPING_DELAY_MS = 1_000;

/**
 * How long to wait before the next attempt: doubling from a quarter of a second up to five, with jitter, so that
 * a restarted server does not meet all its clients in the same instant.
 */
export class ReconnectPolicy {
  readonly #random: () => number;
  #attempts = 0;
  #least = 0;

  /** @param random 0 up to 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Milliseconds until the next attempt: between half and all of the present step. */
  next(): number {
    const step = Math.min(FIRST_DELAY_MS * 2 ** this.#attempts, LONGEST_DELAY_MS);
    this.#attempts++;
    const longest = Math.max(step, this.#least);
    this.#least = 0;
    return longest * (0.5 + this.#random() / 2);
  }

  /** The server said that it stops. */
  serverStopping(): void {
    this.#least = 2 * STOPPING_DELAY_MS;
  }

  /** A connection stood. */
  reset(): void {
    this.#attempts = 0;
  }
}
