import { quantile, ratiosOf, spreadOf, type Pair } from './pairs.ts';
import { ratioGoal, type Row } from './Row.ts';

/**
 * Median and 95th percentile of latencies next to a baseline; the goal is for the latter.
 * @param pairs milliseconds of each run
 * @param limit ours over the baseline at most
 */
export function latencyRows(
  figure: string,
  pairs: readonly Pair<number[]>[],
  limit: number,
  note?: string,
): Row[] {
  return ([0.5, 0.95] as const).map((share) => {
    const picked = pairs.map(({ ours, baseline }) => ({
      ours: quantile(ours, share),
      baseline: quantile(baseline, share),
    }));
    const ratio = ratiosOf(picked);
    return {
      figure: `${figure}, p${share * 100}`,
      unit: 'ms',
      ours: spreadOf(picked.map((pair) => pair.ours)).median,
      baseline: spreadOf(picked.map((pair) => pair.baseline)).median,
      ratio,
      ...(share === 0.95 && { goal: ratioGoal('most', limit, ratio.median), ...(note && { note }) }),
    };
  });
}
