import { interleave, ratiosOf, spreadOf } from '../pairs.ts';
import { ratioGoal, type Row } from '../Row.ts';
import type { Scope } from '../Scope.ts';
import type { Figure } from './Figure.ts';
import { Forwarding } from './Forwarding.ts';

const PAIRS = 5;
const MOST = 640;
const FEWEST = 100;
/** From one try to the next: far beyond what it can carry, a worker does not even answer any more. */
const STEP = 1.25;
const SECONDS = 1;
/** Less than this arriving means frames that cannot be shown. */
const WHOLE = 0.995;

/** Viewers that one core carries before frames are lost, next to the media library alone. */
export const capacity: Figure = {
  title: 'Viewers per core',
  timeoutMs: 900_000,
  async measure(scope: Scope): Promise<Row[]> {
    const most = (kind: 'product' | 'bare') => {
      let forwarding: Forwarding | undefined;
      return () =>
        mostViewers(async (viewers) => {
          try {
            forwarding ??= await Forwarding.open(scope, kind, MOST);
            return (await forwarding.run(viewers, SECONDS)).arrived >= WHOLE;
          } catch (error) {
            // So overloaded that it did not even answer: the product replaces such a worker, and so does this.
            console.error(
              `${kind}, ${viewers} viewers: ${error instanceof Error ? error.message : String(error)}`,
            );
            forwarding = undefined;
            return false;
          }
        });
    };
    const pairs = await interleave(PAIRS, most('product'), most('bare'));
    const ratio = ratiosOf(pairs);
    const highest = Math.max(...pairs.flatMap((pair) => [pair.ours, pair.baseline]));
    return [
      {
        figure: 'viewers per core',
        unit: 'viewers',
        ours: spreadOf(pairs.map((pair) => pair.ours)).median,
        baseline: spreadOf(pairs.map((pair) => pair.baseline)).median,
        ratio,
        goal: ratioGoal('least', 0.9, ratio.median),
        note: `of one 720p30 camera and its sound; sender and other work are on the same machine${highest >= MOST ? '; the end of the scale was reached' : ''}`,
      },
    ];
  },
};

/** Adds viewers until packets are lost twice in a row, then looks for the place in between. */
async function mostViewers(isWhole: (viewers: number) => Promise<boolean>): Promise<number> {
  const carries = async (viewers: number) => {
    return (await isWhole(viewers)) || (await isWhole(viewers));
  };
  let works = 0;
  let fails = FEWEST;
  while (fails <= MOST && (await carries(fails))) {
    works = fails;
    fails = Math.round(fails * STEP);
  }
  if (works === 0) return 0;
  for (let halving = 0; halving < 2; halving++) {
    const middle = Math.round((works + fails) / 2);
    if (middle <= MOST && (await carries(middle))) works = middle;
    else fails = middle;
  }
  return works;
}
