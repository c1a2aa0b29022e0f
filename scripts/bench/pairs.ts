/** What several runs of the same thing came to. */
export interface Spread {
  median: number;
  /** Quarter and three quarters of the way from the smallest to the largest. */
  low: number;
  high: number;
  min: number;
  max: number;
  runs: number;
}

/** One run of ours and one of the baseline, right after each other. */
export interface Pair<Result> {
  ours: Result;
  baseline: Result;
}

export const LEAST_PAIRS = 5;

/** The value that a share of all values lies at or below, interpolated between neighbours. @throws RangeError for none */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('there is no quantile of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** @throws RangeError without values */
export function spreadOf(values: readonly number[]): Spread {
  return {
    median: quantile(values, 0.5),
    low: quantile(values, 0.25),
    high: quantile(values, 0.75),
    min: quantile(values, 0),
    max: quantile(values, 1),
    runs: values.length,
  };
}

/**
 * Runs ours and the baseline alternately (A B B A A B ...), so that what the machine does meanwhile hits both alike.
 * @throws RangeError for fewer than five pairs; whatever a run throws
 */
export async function interleave<Result>(
  pairs: number,
  ours: (index: number) => Promise<Result>,
  baseline: (index: number) => Promise<Result>,
): Promise<Pair<Result>[]> {
  if (pairs < LEAST_PAIRS) throw new RangeError(`${pairs} pairs say nothing; at least ${LEAST_PAIRS}`);
  const done: Pair<Result>[] = [];
  for (let index = 0; index < pairs; index++) {
    if (index % 2 === 0) {
      const first = await ours(index);
      done.push({ ours: first, baseline: await baseline(index) });
    } else {
      const first = await baseline(index);
      done.push({ ours: await ours(index), baseline: first });
    }
  }
  return done;
}

/** Ours over the baseline, pair by pair: what drifts slowly cancels out. */
export function ratiosOf(pairs: readonly Pair<number>[]): Spread {
  return spreadOf(pairs.map(({ ours, baseline }) => ours / baseline));
}

/** Slope of the straight line through points (least squares), per unit of x; 0 where x does not vary. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let together = 0;
  let alone = 0;
  for (const [x, y] of points) {
    together += (x - meanX) * (y - meanY);
    alone += (x - meanX) ** 2;
  }
  return alone === 0 ? 0 : together / alone;
}
