import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FernblickError } from '@fernblick/shared/protocol';
import { UniqueViolation, type DocumentEngine } from '../engine/DocumentEngine.ts';

const LOCK = 'migration';
/** Whoever holds it says so this often; silent for three times as long, it is taken for dead. */
const BEAT_MS = 5_000;
const POLL_MS = 200;

/**
 * Runs `work` while no other process on the same database does.
 * @throws `STORE_UNAVAILABLE` when the lock was lost meanwhile, or when another does not let go of it for ten minutes
 */
export async function alone<Result>(engine: DocumentEngine, work: () => Promise<Result>): Promise<Result> {
  const owner = randomUUID();
  let rev = await take(engine, owner);
  let lost = false;
  const beat = setInterval(() => {
    const next = { id: LOCK, _rev: rev + 1, owner, until: Date.now() + 3 * BEAT_MS };
    engine.replace('meta', next).then(
      (held) => (held ? (rev = next._rev) : (lost = true)),
      () => undefined,
    );
  }, BEAT_MS);
  try {
    const result = await work();
    if (lost) throw new FernblickError('STORE_UNAVAILABLE', 'another process took the migration over');
    return result;
  } finally {
    clearInterval(beat);
    if (!lost) await engine.remove('meta', [{ field: 'owner', is: 'eq', value: owner }]);
  }
}

/** @returns the revision that the lock has now */
async function take(engine: DocumentEngine, owner: string): Promise<number> {
  const giveUp = Date.now() + 600_000;
  for (;;) {
    const held = await engine.get('meta', LOCK);
    const rev = (held?._rev ?? 0) + 1;
    const doc = { id: LOCK, _rev: rev, owner, until: Date.now() + 3 * BEAT_MS };
    if (!held) {
      try {
        await engine.insert('meta', [doc]);
        return rev;
      } catch (error) {
        if (!(error instanceof UniqueViolation)) throw error;
      }
    } else if (Number(held.until) < Date.now() && (await engine.replace('meta', doc))) return rev;
    if (Date.now() > giveUp)
      throw new FernblickError('STORE_UNAVAILABLE', 'another process migrates the data');
    await sleep(POLL_MS);
  }
}
