import { browserDb } from './waitingDb.ts';
import { Waiting } from './Waiting.ts';

/** This device's outbox; what sends is loaded when something waits. */
export const waiting = new Waiting(browserDb, async (item) =>
  (await import('./sendWaiting.ts')).sendWaiting(item),
);
