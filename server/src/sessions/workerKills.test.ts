import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaseId, Principal, RequestData, RequestReply } from '@fernblick/shared/protocol';
import { TestBench, type TestClient } from './fixtures.ts';
import { sendCamera } from './testDrawing.ts';

const SESSIONS = 4;
const KILLS = 50;
/** Every so many times it is stopped instead: it hangs, and has to be found out. */
const HANG_EVERY = 17;

let bench: TestBench;
beforeEach(async () => {
  bench = await TestBench.open();
});
afterEach(() => bench.close());

/** Joins again whenever the media is lost, as the pages do. */
class Rejoiner {
  readonly client: TestClient;
  readonly #join: RequestData<'session.join'>;
  readonly #sends: boolean;
  reply: RequestReply<'session.join'> | undefined;
  joins = 0;

  static async enter(caseId: CaseId, principal: Principal, sends: boolean): Promise<Rejoiner> {
    const one = new Rejoiner(await bench.connect(principal), bench.joinData(caseId), sends);
    await one.enter();
    return one;
  }

  private constructor(client: TestClient, join: RequestData<'session.join'>, sends: boolean) {
    this.client = client;
    this.#join = join;
    this.#sends = sends;
  }

  async enter(): Promise<void> {
    this.reply = await this.client.request('session.join', this.#join);
    this.joins++;
    if (this.#sends) await sendCamera(this.client, this.reply);
  }

  /** Resolves when it is back in after its `times`-th loss. */
  async backAfter(times: number): Promise<void> {
    await this.client.times('media.lost', times);
    await this.enter();
  }
}

test('50 workers in a row die or hang under four sessions: all go on, and nothing is left afterwards', async () => {
  const { pool, logs } = bench.services;
  const expert = await bench.person('expert', 'Eva Expert');
  const people: Rejoiner[] = [];
  for (let i = 0; i < SESSIONS; i++) {
    const caseId = await bench.case(expert, `Pump ${i}`);
    people.push(
      await Rejoiner.enter(caseId, bench.guest(`Toni ${i}`, caseId), true),
      await Rejoiner.enter(caseId, expert, false),
    );
  }
  for (let kill = 1; kill <= KILLS; kill++) {
    const [worker] = await pool.stats();
    process.kill(worker?.pid ?? 0, kill % HANG_EVERY === 0 ? 'SIGSTOP' : 'SIGKILL');
    await Promise.all(people.map((one) => one.backAfter(kill)));
  }

  // Everybody is still who they were, sees the technician's picture, and was thrown out by nobody.
  for (const { client, reply, joins } of people) {
    expect(joins).toBe(KILLS + 1);
    expect(client.closed).toBeUndefined();
    expect(reply?.participants.map(({ state }) => state.state)).toEqual(['connected', 'connected']);
  }
  const views = await pool.stats();
  // Per room: itself, a producer, and the expert's consumer of it.
  expect(views).toMatchObject([{ rooms: SESSIONS, load: 3 * SESSIONS }]);

  for (const { client } of people) await client.request('session.leave', {});
  await expect.poll(() => bench.registry.size).toBe(0);
  expect(await pool.stats()).toMatchObject([{ rooms: 0, load: 0 }]);
  expect(logs.size).toBe(0);
}, 60_000);
