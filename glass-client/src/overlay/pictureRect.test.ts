import { expect, it } from 'vitest';
import { toPixels } from '@fernblick/shared/annotation';
import { pictureRect } from './pictureRect.ts';

const hd = { width: 1280, height: 720 };

it('fills a display of nearly the same shape, and hides next to nothing', () => {
  const rect = pictureRect({ width: 854, height: 480 }, hd);
  expect(rect.width).toBeGreaterThanOrEqual(854);
  expect(rect.height).toBeGreaterThanOrEqual(480);
  expect(rect.height - 480).toBeLessThan(1);
});

it.each([
  [{ width: 390, height: 844 }, hd],
  [{ width: 844, height: 390 }, hd],
  [
    { width: 844, height: 390 },
    { width: 720, height: 1280 },
  ],
  [
    { width: 640, height: 360 },
    { width: 640, height: 480 },
  ],
])('shows the whole picture in %o', (container, frame) => {
  const rect = pictureRect(container, frame);
  // What was drawn in a corner of the picture is seen.
  for (const corner of [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ]) {
    const { x, y } = toPixels(corner, rect);
    expect(x).toBeGreaterThanOrEqual(-0.01);
    expect(y).toBeGreaterThanOrEqual(-0.01);
    expect(x).toBeLessThanOrEqual(container.width + 0.01);
    expect(y).toBeLessThanOrEqual(container.height + 0.01);
  }
  expect(rect.width / rect.height).toBeCloseTo(frame.width / frame.height);
});
