/** Values kept at most; a session of an hour fits without loss. */
const MOST = 720;

/**
 * Values of one measure over a session, in bounded memory: where there are too many, every second one is let go
 * and from then on only every second one is kept. The worst is never lost.
 */
export class Series<Value> {
  readonly #rank: (value: Value) => number;
  #values: Value[] = [];
  #stride = 1;
  #seen = 0;
  #worst: Value | undefined;

  /** @param rank higher is worse */
  constructor(rank: (value: Value) => number) {
    this.#rank = rank;
  }

  add(value: Value): void {
    if (this.#worst === undefined || this.#rank(value) > this.#rank(this.#worst)) this.#worst = value;
    if (this.#seen++ % this.#stride !== 0) return;
    this.#values.push(value);
    if (this.#values.length < MOST) return;
    this.#values = this.#values.filter((_, index) => index % 2 === 0);
    this.#stride *= 2;
  }

  /** Undefined while nothing was measured. */
  get spread(): { median: Value; worst: Value } | undefined {
    const sorted = this.#values.toSorted((a, b) => this.#rank(a) - this.#rank(b));
    const median = sorted[Math.floor((sorted.length - 1) / 2)];
    return median === undefined || this.#worst === undefined ? undefined : { median, worst: this.#worst };
  }
}
