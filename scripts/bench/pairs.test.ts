import { expect, test } from 'vitest';
import { interleave, quantile, ratiosOf, slopeOf, spreadOf } from './pairs.ts';

test('a quantile lies between its neighbours, whatever the order', () => {
  expect(quantile([30, 10, 20], 0.5)).toBe(20);
  expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5);
  expect(quantile([7], 0.95)).toBe(7);
  expect(
    quantile(
      Array.from({ length: 21 }, (_, index) => index),
      0.95,
    ),
  ).toBe(19);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

test('a spread tells middle, quarters and ends', () => {
  expect(spreadOf([5, 1, 3, 2, 4])).toEqual({ median: 3, low: 2, high: 4, min: 1, max: 5, runs: 5 });
});

test('runs alternate, and each ratio is of one pair', async () => {
  const order: string[] = [];
  const run = (name: string, value: number) => async (index: number) => {
    order.push(`${name}${index}`);
    return value * (index + 1);
  };
  const pairs = await interleave(5, run('ours', 1), run('bare', 2));
  expect(order).toEqual('ours0 bare0 bare1 ours1 ours2 bare2 bare3 ours3 ours4 bare4'.split(' '));
  expect(ratiosOf(pairs)).toMatchObject({ median: 0.5, min: 0.5, max: 0.5 });
});

test('fewer than five pairs are refused', async () => {
  await expect(
    interleave(
      4,
      async () => 1,
      async () => 1,
    ),
  ).rejects.toThrow(RangeError);
});

test('the slope of a line through scattered points', () => {
  expect(
    slopeOf([
      [0, 1],
      [1, 3],
      [2, 5],
    ]),
  ).toBeCloseTo(2);
  expect(
    slopeOf([
      [0, 5],
      [1, 4],
      [2, 6],
      [3, 5],
    ]),
  ).toBeCloseTo(0.2);
  expect(
    slopeOf([
      [1, 1],
      [1, 9],
    ]),
  ).toBe(0);
});
