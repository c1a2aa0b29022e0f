import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { Child } from '../Child.ts';
import { latencyRows } from '../latencyRows.ts';
import { interleave } from '../pairs.ts';
import { drawTogether, openPair, type Pair } from '../product/drawTogether.ts';
import { Product } from '../product/Product.ts';
import type { Row } from '../Row.ts';
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
    const [crowded, quiet] = [await Product.start(scope), await Product.start(scope)];
    const { office } = crowded;
    const { cookie } = await office.person('Karl Kollege', 'expert');
    const { child } = await Child.start(
      scope,
      'product/crowdProcess.ts',
      z.object({ ready: z.literal(true) }),
      { CROWD_URL: office.url, CROWD_COOKIE: cookie, CROWD_CASE: await office.case() },
    );
    const pairs = { crowded: await openPair(scope, crowded), quiet: await openPair(scope, quiet) };
    const draw = async (pair: Pair) => (await drawTogether(pair, STROKES, PER_SECOND)).latencies;
    let open = 0;
    let refused = 0;
    const amid = async () => {
      await child.ask(Answer, { noise: true });
      const latencies = await draw(pairs.crowded);
      const left = await child.ask(Answer, { noise: false });
      open = left.open;
      refused += left.refused;
      await sleep(1_000);
      return latencies;
    };
    const alone = () => draw(pairs.quiet);

    await draw(pairs.crowded);
    await alone();
    const runs = await interleave(PAIRS, amid, alone);
    return latencyRows(
      'stroke told amid a crowd',
      runs,
      2,
      `amid ${open} sockets, two floods, a slow reader and guessed links (${refused} refused), all on the same cores; the baseline is a server without them`,
    );
  },
};
