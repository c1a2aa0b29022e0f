import { expect, it } from 'vitest';
import { zoomStep, zoomWords } from './zoomWords.ts';

it('steps by the same share within the range, whatever a camera counts in', () => {
  expect(zoomStep({ min: 1, max: 8 }, 2, 1)).toBe(3);
  expect(zoomStep({ min: 1, max: 8 }, 7, 1)).toBe(8);
  expect(zoomStep({ min: 1, max: 8 }, 1.2, -1)).toBe(1);
  expect(zoomStep({ min: 100, max: 400 }, 100, 1)).toBe(150);
  // From nothing a factor leads nowhere.
  expect(zoomStep({ min: 0, max: 100 }, 0, 1)).toBeGreaterThan(0);
});

it('says it in words that people read', () => {
  expect(zoomWords({ min: 100, max: 400 }, 250)).toBe('2.5 ×');
  expect(zoomWords({ min: 0, max: 200 }, 50)).toBe('25 %');
});
