import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentEngine } from '../engine/DocumentEngine.ts';
import type { KeyedQueue } from './KeyedQueue.ts';

/** What the parts of the domain store share. */
export interface StoreContext {
  engine: DocumentEngine;
  queue: KeyedQueue;
  /** Audit events were written into a document. */
  eventsWritten(): void;
}

/**
 * Calls `attempt` until it returns something other than `conflict`. Another process won each time it has to be
 * repeated, so all together always go on; a short random pause keeps them from meeting again.
 */
export async function untilDone<Result>(attempt: () => Promise<Result | typeof conflict>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    const result = await attempt();
    if (result !== conflict) return result;
    await sleep(Math.random() * Math.min(tries, 20));
  }
}
export const conflict = Symbol('conflict');
