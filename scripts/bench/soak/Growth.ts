import { slopeOf } from '../pairs.ts';

/** One look at the server. */
export type Sample = Record<string, number>;

/** How much each thing may grow in an hour before it is called a leak, absolute and as a share of its middle. */
const FORGIVEN: Readonly<Record<string, { perHour: number; share: number }>> = {
  heapMb: { perHour: 4, share: 0.08 },
  externalMb: { perHour: 4, share: 0.08 },
  rssMb: { perHour: 12, share: 0.08 },
  workerMb: { perHour: 8, share: 0.08 },
};
/** Handles and maps: nothing may stay. */
const NOTHING = { perHour: 1, share: 0.05 };

export interface Growth {
  name: string;
  /** Of the line through all looks that count, per hour. */
  perHour: number;
  /** Over the time that was looked at. */
  grown: number;
  allowed: number;
  leaks: boolean;
}

/**
 * Which numbers grow without end. What was before `settledAt` does not count: caches fill, code is compiled.
 * @param samples each with `hours` since the start
 */
export function findGrowth(samples: readonly Sample[], settledAt: number): Growth[] {
  const counted = samples.filter(({ hours = 0 }) => hours >= settledAt);
  const [first] = counted;
  const span = (counted.at(-1)?.hours ?? 0) - (first?.hours ?? 0);
  if (!first || counted.length < 4 || span <= 0) return [];
  return Object.keys(first)
    .filter((name) => name !== 'hours')
    .map((name) => {
      const points = counted.map((sample) => [sample.hours ?? 0, sample[name] ?? 0] as const);
      const perHour = slopeOf(points);
      const mean = points.reduce((sum, [, value]) => sum + value, 0) / points.length;
      const { perHour: forgiven, share } = FORGIVEN[name] ?? NOTHING;
      // A short run sees noise: what it cannot tell from a leak is forgiven in full, once, and not per hour.
      const allowed = Math.max(forgiven * Math.max(span, 1), share * mean);
      const grown = perHour * span;
      return { name, perHour, grown, allowed, leaks: grown > allowed };
    });
}
