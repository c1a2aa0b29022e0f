import type { BrowserContext, Page } from '@playwright/test';
import * as z from 'zod';
import { openBrowser, openContext } from '../Browser.ts';
import { interleave, quantile, ratiosOf, spreadOf, type Pair } from '../pairs.ts';
import { ratioGoal, type Row } from '../Row.ts';
import type { Scope } from '../Scope.ts';
import { Stage } from '../Stage.ts';
import type { Figure } from './Figure.ts';

const JOINS = 20;
const ROUND_TRIPS = [0, 80];
const GOALS = { cold: 0.55, warm: 0.2 };
const ROOM = 'bench';

/** From the click to the first decoded frame, next to a bare media server and page on the same line. */
export const join: Figure = {
  title: 'Time from join to first decoded frame',
  timeoutMs: 600_000,
  async measure(scope: Scope): Promise<Row[]> {
    const stage = await Stage.open(scope);
    const { office } = stage.product;
    const browser = await openBrowser(scope);
    const technician = await office.person('Toni Technik', 'technician');
    const expert = await office.person('Eva Expert', 'expert');
    const caseId = await office.case(technician);

    // Who sends is near; who joins is at the end of the line.
    const open = async (name: string) => stage.page(await openContext(browser, technician.cookie), name);
    const ours = await open('productPage');
    await ours.evaluate(`bench.send({ caseId: '${caseId}', open: 'wait', mode: 'active' }, 640, 360, 20)`);
    const bare = await open('barePage');
    await bare.evaluate(`bench.send('${ROOM}', 640, 360, 20)`);

    const joiners = await openContext(browser, expert.cookie);
    const where = (mode: string) => `{ caseId: '${caseId}', open: 'enter', mode: '${mode}' }`;
    const sample = async (name: 'productPage' | 'barePage', act: (page: Page) => Promise<unknown>) => {
      const page = await fresh(stage, joiners, name);
      try {
        return z.number().parse(await act(page));
      } finally {
        await page.evaluate('bench.leave()').catch(() => undefined);
        await page.close();
      }
    };
    const cold = () => sample('productPage', (page) => page.evaluate(`bench.join(${where('active')})`));
    const usual = () => sample('barePage', (page) => page.evaluate(`bench.join('${ROOM}')`));
    const warm = async () => {
      await ours.evaluate('bench.ring()');
      return sample('productPage', async (page) => {
        await page.evaluate(`bench.warm(${where('ringing')})`);
        return page.evaluate('bench.accept()');
      });
    };

    const rows: Row[] = [];
    for (const roundTrip of ROUND_TRIPS) {
      stage.line.delayMs = roundTrip / 2;
      for (const run of [usual, cold, warm]) await run();
      // The baseline of both kinds is the same usual join.
      const times = { cold: [] as Pair<number>[], warm: [] as Pair<number>[] };
      await interleave(
        JOINS,
        async () => ({ cold: await cold(), warm: await warm() }),
        async () => ({ cold: await usual(), warm: 0 }),
      ).then((pairs) => {
        for (const { ours: mine, baseline } of pairs) {
          times.cold.push({ ours: mine.cold, baseline: baseline.cold });
          times.warm.push({ ours: mine.warm, baseline: baseline.cold });
        }
      });
      for (const kind of ['cold', 'warm'] as const) rows.push(rowOf(kind, roundTrip, times[kind]));
    }
    return rows;
  },
};

/** A page that has loaded, as it is before somebody clicks. */
async function fresh(stage: Stage, context: BrowserContext, name: string): Promise<Page> {
  const page = await stage.page(context, name, true);
  await page.evaluate('bench.prepare()');
  return page;
}

function rowOf(kind: 'cold' | 'warm', roundTrip: number, pairs: Pair<number>[]): Row {
  const ratio = ratiosOf(pairs);
  const [ours, baseline] = [pairs.map((pair) => pair.ours), pairs.map((pair) => pair.baseline)];
  const told = (values: number[]) =>
    `p50 ${quantile(values, 0.5).toFixed(0)}, p95 ${quantile(values, 0.95).toFixed(0)}`;
  return {
    figure: `join ${kind}, round trip ${roundTrip} ms`,
    unit: 'ms',
    ours: spreadOf(ours).median,
    baseline: spreadOf(baseline).median,
    ratio,
    ...(roundTrip === 80 && { goal: ratioGoal('most', GOALS[kind], ratio.median) }),
    note: `ours ${told(ours)}; bare ${told(baseline)} ms`,
  };
}
