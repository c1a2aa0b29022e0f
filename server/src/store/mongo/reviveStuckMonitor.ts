import type { MongoClient } from 'mongodb';

/** A look at the server takes at most the time to connect; one that streams waits for the next news as well. */
const STUCK_MS = { polled: 8_000, streamed: 30_000 };
const LOOK_MS = 1_000;

/**
 * The driver asks its server for a sign of life. A connection that breaks in the very moment of asking can leave that
 * question open for ever, and with it the server out of reach although it is long back: the client is then opened
 * anew. What was under way fails as with any broken line. `stop` before the client is closed for good.
 */
export function reviveStuckMonitor(client: MongoClient): { stop(): Promise<void> } {
  let asked: { at: number; streamed: boolean } | undefined;
  client.on('serverHeartbeatStarted', ({ awaited }) => {
    asked = { at: performance.now(), streamed: awaited };
  });
  const answered = () => {
    asked = undefined;
  };
  client.on('serverHeartbeatSucceeded', answered);
  client.on('serverHeartbeatFailed', answered);
  let opening: Promise<unknown> | undefined;
  let isOpen = true;
  const look = () => {
    const patience = asked?.streamed ? STUCK_MS.streamed : STUCK_MS.polled;
    const stuck = asked && performance.now() - asked.at > patience;
    if (opening || (isOpen && !stuck)) return;
    asked = undefined;
    const closing = isOpen ? client.close() : Promise.resolve();
    isOpen = false;
    opening = closing
      .then(() => client.connect())
      .then(
        () => (isOpen = true),
        // Still away: tried again at the next look.
        () => undefined,
      )
      .finally(() => (opening = undefined));
  };
  const timer = setInterval(look, LOOK_MS).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await opening;
    },
  };
}
