import { expect, test } from 'vitest';
import { findGrowth, type Sample } from './Growth.ts';

/** A look every six minutes. */
const looks = (hours: number, at: (hours: number) => Omit<Sample, 'hours'>): Sample[] =>
  Array.from({ length: hours * 10 + 1 }, (_, index) => ({ hours: index / 10, ...at(index / 10) }));

const leaking = (samples: Sample[]) =>
  findGrowth(samples, 1)
    .filter(({ leaks }) => leaks)
    .map(({ name }) => name);

test('what wavers or has settled after the first hour is no leak', () => {
  const samples = looks(8, (hours) => ({
    heapMb: 50 + 20 * Math.min(hours, 1) + 3 * Math.sin(hours * 20),
    sessions: Math.round(4 + 2 * Math.sin(hours * 31)),
  }));
  expect(leaking(samples)).toEqual([]);
});

test('steady growth is found, however slow, in memory and in maps', () => {
  expect(leaking(looks(8, (hours) => ({ heapMb: 50 + 6 * hours })))).toEqual(['heapMb']);
  expect(leaking(looks(8, (hours) => ({ slots: 3 + 5 * hours })))).toEqual(['slots']);
  expect(leaking(looks(8, (hours) => ({ rssMb: 150 + 20 * hours, heapMb: 50 })))).toEqual(['rssMb']);
});

test('too few looks say nothing', () => {
  expect(findGrowth([{ hours: 2, heapMb: 1 }], 1)).toEqual([]);
});
