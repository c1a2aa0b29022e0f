import type { Browser, Page } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { openBrowser, openContext } from '../Browser.ts';
import { latencyRows } from '../latencyRows.ts';
import { interleave } from '../pairs.ts';
import type { Someone } from '../product/Office.ts';
import type { Row } from '../Row.ts';
import type { Scope } from '../Scope.ts';
import { Stage } from '../Stage.ts';
import type { Figure } from './Figure.ts';

const PAIRS = 7;
const SECONDS = 4;
const ROOM = 'glass';
const SIZE = '1280x720';
const Ages = z.object({ ages: z.array(z.number()), unreadable: z.number(), size: z.string() });

/** From a painted moment to the frame that shows it on the other side, next to the bare loop. */
export const glass: Figure = {
  title: 'Glass to glass',
  timeoutMs: 200_000,
  async measure(scope: Scope): Promise<Row[]> {
    const stage = await Stage.open(scope);
    const { office } = stage.product;
    const technician = await office.person('Toni Technik', 'technician');
    const expert = await office.person('Eva Expert', 'expert');
    const caseId = await office.case(technician);
    const near = await openBrowser(scope);
    const far = await openBrowser(scope);
    // A window of its own for each: a page behind another one shows no frames.
    const open = async (browser: Browser, { cookie }: Someone, name: string) =>
      stage.page(await openContext(browser, cookie), name);

    const ours = {
      from: await open(near, technician, 'productPage'),
      to: await open(far, expert, 'productPage'),
    };
    await ours.from.evaluate(
      `bench.send({ caseId: '${caseId}', open: 'wait', mode: 'active' }, 1280, 720, 30)`,
    );
    await ours.to.evaluate(`bench.watch({ caseId: '${caseId}', open: 'enter', mode: 'active' })`);
    const bare = { from: await open(near, technician, 'barePage'), to: await open(far, expert, 'barePage') };
    await bare.from.evaluate(`bench.send('${ROOM}', 1280, 720, 30)`);
    await bare.to.evaluate(`bench.watch('${ROOM}')`);
    for (const { from } of [ours, bare]) await from.evaluate('bench.setMoving(false)');

    await run(ours);
    await run(bare);
    const pairs = await interleave(
      PAIRS,
      () => run(ours),
      () => run(bare),
    );
    return latencyRows('glass to glass', pairs, 1.15);
  },
};

/** Only one of the two lets its picture move at a time: the other would take its CPU. */
async function run({ from, to }: { from: Page; to: Page }): Promise<number[]> {
  await from.evaluate('bench.setMoving(true)');
  // The encoder finds its rate again.
  await sleep(1_500);
  await to.evaluate('bench.ages()');
  await sleep(SECONDS * 1_000);
  const { ages, unreadable, size } = Ages.parse(await to.evaluate('bench.ages()'));
  await from.evaluate('bench.setMoving(false)');
  if (size !== SIZE) throw new Error(`the picture is ${size} instead of ${SIZE}`);
  if (ages.length < SECONDS * 5)
    throw new Error(
      `only ${ages.length} frames could be read, ${unreadable} could not; the picture is ${size}`,
    );
  return ages;
}
