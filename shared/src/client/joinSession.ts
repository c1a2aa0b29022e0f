import { FernblickError } from '../protocol/index.ts';
import type { ErrorCode, RequestData, RequestReply } from '../protocol/index.ts';
import type { Environment } from './environment.ts';
import type { SignalClient } from './SignalClient.ts';

const JOIN_TIMEOUT_MS = 20_000;
const RETRY_MS = 1_500;

/** The server, its store or its media are not there for a moment: joining goes on by itself. */
const passing: readonly ErrorCode[] = [
  'OFFLINE',
  'STOPPING',
  'STORE_UNAVAILABLE',
  'MEDIA_UNAVAILABLE',
  'TOO_FAST',
  'HELLO_REQUIRED',
];
const gone: readonly ErrorCode[] = ['SESSION_OVER', 'SESSION_NOT_FOUND'];

/** Does it until it works, however often the line breaks; what is not passing is thrown. */
export async function persist<Result>(
  work: () => Promise<Result>,
  environment: Environment,
  signal: AbortSignal,
): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof FernblickError) || !passing.includes(error.code)) throw error;
    }
    await new Promise<void>((resolve) => {
      const stop = environment.setTimer(resolve, RETRY_MS);
      signal.addEventListener('abort', () => {
        stop();
        resolve();
      });
    });
    signal.throwIfAborted();
  }
}

/**
 * Asks to be taken into the session, again after every break of the line.
 * @param again we were in it before: what runs is entered; what does not run is opened as it was the first time
 * @throws FernblickError when the server refuses; an AbortError
 */
export function joinSession(
  line: SignalClient,
  data: RequestData<'session.join'>,
  again: boolean,
  environment: Environment,
  signal: AbortSignal,
): Promise<RequestReply<'session.join'>> {
  const ask = async (open: typeof data.open) => {
    await line.whenGreeted(signal);
    return line.requestEarly('session.join', { ...data, open }, { signal, timeoutMs: JOIN_TIMEOUT_MS });
  };
  return persist(
    async () => {
      if (!again) return ask(data.open);
      try {
        return await ask('enter');
      } catch (error) {
        const isGone = error instanceof FernblickError && gone.includes(error.code);
        if (!isGone || data.open === 'enter') throw error;
        return ask(data.open);
      }
    },
    environment,
    signal,
  );
}
