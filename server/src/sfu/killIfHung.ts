import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { types } from 'mediasoup';

/** How often a worker is asked for a sign of life. */
const askEveryMs = 300;
/** After so long without an answer it is looked at from outside. */
const suspiciousAfterMs = 500;
/** And once more after this: time to read what a busy worker said, and for it to go on once that is read. */
const lookAgainMs = 150;

/**
 * Kills a media worker that hangs: stopped or blocked, it looks alive to those who wait for it. One that does nothing
 * and gives no answer is killed within a second; one that is at work, on a busy machine, after `hangTimeoutMs`.
 * Resolves when the worker is gone.
 */
export async function killIfHung(
  worker: types.Worker,
  hangTimeoutMs: number,
  kill: (pid: number) => void,
): Promise<void> {
  const gone = new AbortController();
  worker.observer.once('close', () => gone.abort());
  const pause = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: gone.signal, ref: false }).catch(() => undefined);
  for (;;) {
    await pause(askEveryMs);
    if (worker.closed) return;
    let answered = false;
    const answer = worker.getResourceUsage().then(
      () => (answered = true),
      () => undefined,
    );
    const before = await lookAt(worker.pid);
    await Promise.race([answer, pause(Math.min(suspiciousAfterMs, hangTimeoutMs))]);
    // If it was this process that stood still, the answer is waiting to be read, maybe behind much else.
    await nextTurn();
    if (!answered) await Promise.race([answer, pause(lookAgainMs)]);
    if (answered) continue;
    const after = await lookAt(worker.pid);
    const hangs = after && before && after.waits && after.cpuTicks === before.cpuTicks;
    if (!hangs) await Promise.race([answer, pause(hangTimeoutMs)]);
    await nextTurn();
    if (!answered && !worker.closed) kill(worker.pid);
  }
}

/** What the system says of a process (proc(5)): its CPU time so far, and whether it is stopped or sleeps. */
async function lookAt(pid: number): Promise<{ cpuTicks: number; waits: boolean } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name in parentheses may hold spaces; the state is the first field after it, utime and stime 12th and 13th.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!fields) return undefined;
  return {
    cpuTicks: Number(fields[11]) + Number(fields[12]),
    waits: ['S', 'T', 't'].includes(fields[0] ?? ''),
  };
}
