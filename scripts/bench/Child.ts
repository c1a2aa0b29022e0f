import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod';
import type { Scope } from './Scope.ts';

/** A baseline in a process of its own, so that its CPU and memory can be told apart. Answers one request at a time. */
export class Child {
  readonly #process: ChildProcess;

  /** @param script file under scripts/bench; it says a first thing when it is ready */
  static async start<Ready extends z.ZodType>(
    scope: Scope,
    script: string,
    ready: Ready,
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ child: Child; ready: z.infer<Ready> }> {
    const forked = fork(join(import.meta.dirname, script), {
      env: { ...process.env, ...env },
      execArgv: ['--expose-gc'],
    });
    const child = scope.own(new Child(forked), (started) => started.close());
    return { child, ready: ready.parse(await child.#next()) };
  }

  private constructor(forked: ChildProcess) {
    this.#process = forked;
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new Error('the process did not start');
    return this.#process.pid;
  }

  /** Sends a request and waits for its answer. @throws Error when the process ends instead */
  async ask<Answer extends z.ZodType>(answer: Answer, request: object): Promise<z.infer<Answer>> {
    const heard = this.#next();
    this.#process.send(request);
    return answer.parse(await heard);
  }

  async close(): Promise<void> {
    const child = this.#process;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 3_000);
    await gone;
    clearTimeout(killer);
  }

  async #next(): Promise<unknown> {
    const stop = new AbortController();
    const gone = once(this.#process, 'exit', { signal: stop.signal }).then(([code]) => {
      throw new Error(`a helper process ended with ${String(code)}`);
    });
    gone.catch(() => undefined);
    try {
      const heard: unknown[] = await Promise.race([
        once(this.#process, 'message', { signal: stop.signal }),
        gone,
      ]);
      const message = heard[0];
      const failed = z.object({ failure: z.string() }).safeParse(message);
      if (failed.success) throw new Error(failed.data.failure);
      return message;
    } finally {
      stop.abort();
    }
  }
}
