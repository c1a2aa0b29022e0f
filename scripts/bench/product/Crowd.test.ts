import { afterEach, beforeEach, expect, test } from 'vitest';
import { Scope } from '../Scope.ts';
import { Crowd } from './Crowd.ts';
import { drawTogether, openPair } from './drawTogether.ts';
import { Product } from './Product.ts';

const STROKES = 60;
const FLOOD = 4029;

let scope: Scope;
beforeEach(() => {
  scope = new Scope();
});
afterEach(() => scope.close());

test(
  '2,000 idle sockets, floods, guessed links and slow readers: who draws together loses nothing',
  { timeout: 120_000 },
  async () => {
    const product = await Product.start(scope);
    const { office } = product;
    const crowd = scope.own(new Crowd(office, await office.person('Karl Kollege', 'expert')), (one) =>
      one.leave(),
    );
    const pair = await openPair(scope, product);
    await crowd.idle(2_000);
    await crowd.slow(await office.case());
    crowd.flood();
    crowd.flood();
    crowd.guess(200);

    const drawn = await drawTogether(pair, STROKES, 10);
    expect(drawn.seen).toEqual(drawn.sent);
    expect(drawn.acknowledged).toBe(STROKES);
    expect([pair.from.open, pair.to.open]).toEqual([true, true]);
    // Whoever floods is cut off; whoever is only there stays.
    await expect.poll(() => crowd.cut.get(FLOOD) ?? 0, { timeout: 20_000 }).toBeGreaterThan(0);
    expect([...crowd.cut.keys()]).toEqual([FLOOD]);
    expect(crowd.open).toBeGreaterThanOrEqual(2_001);
    // Every guess was answered, by a refusal.
    expect([...crowd.refused.keys()].filter((status) => status !== 404 && status !== 429)).toEqual([]);
    expect([...crowd.refused.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);

    await crowd.leave();
    const calm = await drawTogether(pair, 5, 10);
    expect(calm.seen).toEqual(calm.sent);
  },
);
