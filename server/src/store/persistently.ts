import { setTimeout as sleep } from 'node:timers/promises';
import { FernblickError } from '@fernblick/shared/protocol';

const RETRY_MS = { first: 100, most: 3_000 };

/** The store is away or full: the same write may succeed later. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof FernblickError && (error.code === 'STORE_UNAVAILABLE' || error.code === 'DISK_FULL')
  );
}

/**
 * Does work until the store takes it; `work` may be done again. Nobody who waits for a person waits for this.
 * @throws what is not passing; the last passing error when the signal is aborted
 */
export async function persistently<Result>(
  work: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  for (let pause = RETRY_MS.first; ; pause = Math.min(2 * pause, RETRY_MS.most)) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || signal?.aborted) throw error;
      await sleep(pause, undefined, { ref: false, ...(signal && { signal }) }).catch(() => undefined);
      if (signal?.aborted) throw error;
    }
  }
}

/**
 * One attempt that is waited for; if the store is away it goes on by itself, and nobody is held up.
 * @param onLost told when a later attempt failed for good
 * @throws what is not passing, of the first attempt
 */
export async function atOnceOrLater(
  work: () => Promise<void>,
  onLost: (error: unknown) => void,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isPassing(error)) throw error;
    persistently(work).catch(onLost);
  }
}
