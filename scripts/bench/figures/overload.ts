import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { Child } from '../Child.ts';
import { interleave, quantile, ratiosOf, spreadOf } from '../pairs.ts';
import { drawTogether, openPair } from '../product/drawTogether.ts';
import { Product } from '../product/Product.ts';
import { ratioGoal, type Row } from '../Row.ts';
import type { Scope } from '../Scope.ts';
import type { Figure } from './Figure.ts';

const PAIRS = 5;
const STROKES = 80;
const PER_SECOND = 20;
const Answer = z.object({ open: z.number(), refused: z.number() });

/** From a stroke drawn to its entry at the other one, amid a crowd and in a quiet house. */
export const overload: Figure = {
  title: 'Strokes amid a crowd',
  timeoutMs: 300_000,
  async measure(scope: Scope): Promise<Row[]> {
    const product = await Product.start(scope);
    const { office } = product;
    const crowd = await office.person('Karl Kollege', 'expert');
    const { child } = await Child.start(
      scope,
      'product/crowdProcess.ts',
      z.object({ ready: z.literal(true) }),
      {
        CROWD_URL: office.url,
        CROWD_COOKIE: crowd.cookie,
        CROWD_CASE: await office.case(),
      },
    );
    const pair = await openPair(scope, product);
    const draw = async () => (await drawTogether(pair, STROKES, PER_SECOND)).latencies;
    let open = 0;
    let refused = 0;
    const amid = async () => {
      open = (await child.ask(Answer, { noise: true })).open;
      const latencies = await draw();
      refused += (await child.ask(Answer, { noise: false })).refused;
      await sleep(1_000);
      return latencies;
    };

    await draw();
    const pairs = await interleave(PAIRS, amid, draw);
    return ([0.5, 0.95] as const).map((share) => {
      const picked = pairs.map(({ ours, baseline }) => ({
        ours: quantile(ours, share),
        baseline: quantile(baseline, share),
      }));
      const ratio = ratiosOf(picked);
      return {
        figure: `stroke told amid a crowd, p${share * 100}`,
        unit: 'ms',
        ours: spreadOf(picked.map((one) => one.ours)).median,
        baseline: spreadOf(picked.map((one) => one.baseline)).median,
        ratio,
        ...(share === 0.95 && {
          goal: ratioGoal('most', 2, ratio.median),
          note: `the baseline is the same server without ${open} sockets, two floods, a slow reader and guessed links (${refused} refused); the crowd shares the machine's cores`,
        }),
      };
    });
  },
};
