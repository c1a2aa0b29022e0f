// `npm run bench`: measures each figure against a baseline in the same run and prints a table.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findWorker } from '../media-worker/mediaWorker.ts';
import { figures, isFigureName, type FigureName } from './figures/index.ts';
import { describeMachine, lookAtMachine } from './machine.ts';
import { tableOf, type Outcome } from './report.ts';
import { runFigure } from './runFigure.ts';

// Both sides run the same binary.
const worker = findWorker();
if (worker) process.env.MEDIASOUP_WORKER_BIN = worker;

const all = Object.keys(figures).filter(isFigureName);

function chosen(): { names: FigureName[]; json: string | undefined } {
  const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
  const asked = values.only?.split(',').filter(Boolean);
  const unknown = asked?.find((name) => !isFigureName(name));
  if (unknown !== undefined) throw new Error(`there is no figure "${unknown}"; there are: ${all.join(', ')}`);
  return { names: asked?.filter(isFigureName) ?? all, json: values.json };
}

async function main(): Promise<number> {
  const { names, json } = chosen();
  const quit = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => quit.abort());
  const before = lookAtMachine();
  const outcomes: Outcome[] = [];
  for (const name of names) {
    if (quit.signal.aborted) break;
    process.stdout.write(`${figures[name].title} ... `);
    const outcome = await runFigure(name, quit.signal);
    outcomes.push(outcome);
    console.log(`${outcome.failure ? 'FAILED' : 'done'} (${Math.round(outcome.seconds)} s)`);
  }
  const after = lookAtMachine();
  console.log(
    `\n${tableOf(outcomes)}\n\nBefore: ${describeMachine(before)}\nAfter:  ${describeMachine(after)}`,
  );
  if (json)
    await writeFile(
      json,
      `${JSON.stringify({ at: new Date().toISOString(), before, after, outcomes }, null, 2)}\n`,
    );
  return outcomes.some(({ failure }) => failure !== undefined) || quit.signal.aborted ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
