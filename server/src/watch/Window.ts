/** Values kept at most between two samples; beyond that a random one is replaced, so that all count alike. */
const MOST = 1_000;

/** Times of what happened since the last sample. */
export class Window {
  #values: number[] = [];
  #count = 0;

  add(value: number): void {
    this.#count += 1;
    if (this.#values.length < MOST) this.#values.push(value);
    else {
      const at = Math.floor(Math.random() * this.#count);
      if (at < MOST) this.#values[at] = value;
    }
  }

  /** What came since the last taking; undefined if nothing did. */
  take(): { count: number; median: number; p95: number } | undefined {
    const sorted = this.#values.toSorted((a, b) => a - b);
    const count = this.#count;
    this.#values = [];
    this.#count = 0;
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    const [median, p95] = [at(0.5), at(0.95)];
    return median === undefined || p95 === undefined ? undefined : { count, median, p95 };
  }
}
