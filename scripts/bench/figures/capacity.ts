import { interleave, ratiosOf, spreadOf } from '../pairs.ts';
import { ratioGoal, type Row } from '../Row.ts';
import type { Scope } from '../Scope.ts';
import type { Figure } from './Figure.ts';
import { Forwarding } from './Forwarding.ts';

const PAIRS = 5;
const MOST = 640;
const STEP = 20;
const SECONDS = 1.2;
/** Less than this arriving means frames that cannot be shown. */
const WHOLE = 0.995;

/** Viewers that one core carries before frames are lost, next to the media library alone. */
export const capacity: Figure = {
  title: 'Viewers per core',
  timeoutMs: 300_000,
  async measure(scope: Scope): Promise<Row[]> {
    const ours = await Forwarding.open(scope, 'product', MOST);
    const bare = await Forwarding.open(scope, 'bare', MOST);
    const pairs = await interleave(
      PAIRS,
      () => mostViewers(ours),
      () => mostViewers(bare),
    );
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
        note: `of 720p30 and sound each, in steps of ${STEP}; a sender on the same machine${highest >= MOST ? '; the end of the scale was reached' : ''}`,
      },
    ];
  },
};

/** Halves the span between what works and what does not. */
async function mostViewers(forwarding: Forwarding): Promise<number> {
  let works = 0;
  let fails = MOST / STEP + 1;
  while (fails - works > 1) {
    const middle = Math.floor((works + fails) / 2);
    const { arrived } = await forwarding.run(middle * STEP, SECONDS);
    if (arrived >= WHOLE) works = middle;
    else fails = middle;
  }
  return works * STEP;
}
