import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod';
import { figures, type FigureName } from './figures/index.ts';
import type { Outcome } from './report.ts';
import { Row } from './Row.ts';

const Said = z.union([z.object({ rows: z.array(Row) }), z.object({ failure: z.string() })]);

/** Time a figure has to close what it opened before it is killed. */
const CLOSING_MS = 15_000;

/** Measures a figure in a process group of its own, which is gone when this resolves. Never throws. */
export async function runFigure(name: FigureName, quit: AbortSignal): Promise<Outcome> {
  const since = performance.now();
  const { timeoutMs } = figures[name];
  const child = fork(join(import.meta.dirname, 'figureProcess.ts'), [name], { detached: true });
  let said: z.infer<typeof Said> | undefined;
  let why = '';
  child.on('message', (message) => {
    const parsed = Said.safeParse(message);
    if (parsed.success) said = parsed.data;
    else why = `said something else: ${parsed.error.message}`;
  });
  const end = (reason: string) => {
    why ||= reason;
    child.kill('SIGTERM');
    killer ??= setTimeout(() => killGroup(child.pid), CLOSING_MS);
  };
  let killer: NodeJS.Timeout | undefined;
  const timer = setTimeout(() => end(`not done after ${timeoutMs / 1_000} s`), timeoutMs);
  const onQuit = () => end('interrupted');
  quit.addEventListener('abort', onQuit);
  const exit: unknown[] = await once(child, 'exit');
  quit.removeEventListener('abort', onQuit);
  clearTimeout(timer);
  clearTimeout(killer);
  // Servers and workers it may have left; browsers end when their pipe closes.
  killGroup(child.pid);
  const seconds = (performance.now() - since) / 1_000;
  if (said && 'rows' in said) return { name, seconds, rows: said.rows };
  const failure =
    why || (said && 'failure' in said ? said.failure : `ended with ${String(exit[1] ?? exit[0])}`);
  return { name, seconds, rows: [], failure };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of it is left.
  }
}
