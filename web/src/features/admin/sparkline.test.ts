import { expect, test } from 'vitest';
import { pathsOf } from './sparkline.ts';

const span = { from: 0, to: 20_000 };

test('a line from left to right, the highest value at the top', () => {
  const points = [0, 5_000, 10_000].map((at, index) => ({ at, value: index * 5 }));
  expect(pathsOf(points, span, 10)).toEqual([{ d: 'M0.00 100.00L25.00 50.00L50.00 0.00', alone: false }]);
});

test('is broken where nothing was measured, and where the server was down', () => {
  const values = [
    { at: 0, value: 1 },
    { at: 5_000, value: null },
    { at: 10_000, value: 1 },
    { at: 40_000, value: 1 },
  ];
  expect(pathsOf(values, { from: 0, to: 40_000 }, 1)).toHaveLength(3);
});

test('nothing but zeros lies on the ground, and nothing at all is nothing', () => {
  expect(pathsOf([{ at: 0, value: 0 }], span, 0)).toEqual([{ d: 'M0.00 100.00L0.00 100.00', alone: true }]);
  expect(pathsOf([], span, 0)).toEqual([]);
});
