import { interleave, ratiosOf, spreadOf } from '../pairs.ts';
import { ratioGoal, type Row } from '../Row.ts';
import type { Scope } from '../Scope.ts';
import type { Figure } from './Figure.ts';
import { Forwarding } from './Forwarding.ts';

const PAIRS = 6;
const VIEWERS = 50;
const SECONDS = 4;
/** Where the machine had no time for the sender, the run says nothing. */
const ATTEMPTS = 4;

/** CPU per forwarded stream and minute, next to a loop of nothing but the media library. */
export const cpu: Figure = {
  title: 'CPU per forwarded stream',
  timeoutMs: 240_000,
  async measure(scope: Scope): Promise<Row[]> {
    const ours = await Forwarding.open(scope, 'product', VIEWERS);
    const bare = await Forwarding.open(scope, 'bare', VIEWERS);
    const run = (forwarding: Forwarding) => async () => {
      let arrived = 0;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const done = await forwarding.run(VIEWERS, SECONDS);
        arrived = done.arrived;
        // A viewer has two streams.
        const streamMinutes = (2 * VIEWERS * done.seconds) / 60;
        if (arrived >= 0.98) return { worker: done.worker / streamMinutes, all: done.all / streamMinutes };
      }
      throw new Error(`only ${(arrived * 100).toFixed(1)} % of the packets arrived: the machine is too busy`);
    };
    await run(ours)();
    await run(bare)();
    const pairs = await interleave(PAIRS, run(ours), run(bare));
    return (['worker', 'all'] as const).map((what) => {
      const picked = pairs.map((pair) => ({ ours: pair.ours[what], baseline: pair.baseline[what] }));
      const ratio = ratiosOf(picked);
      return {
        figure: `forwarding, ${what === 'worker' ? 'media worker' : 'worker and server process'}`,
        unit: 'CPU ms/stream min',
        ours: 1_000 * spreadOf(picked.map((pair) => pair.ours)).median,
        baseline: 1_000 * spreadOf(picked.map((pair) => pair.baseline)).median,
        ratio,
        goal: ratioGoal('most', 1.1, ratio.median),
      };
    });
  },
};
