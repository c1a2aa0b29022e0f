import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StrokeBody, StrokePoint } from '../protocol/index.ts';
import { fitRect, mapBetweenFrames, mapBody, toNormalised, toPixels } from './frames.ts';
import { hitStroke, strokeBounds, translateBody } from './shapes.ts';
import { simplifyPoints } from './simplifyPoints.ts';

const stream = { width: 1280, height: 720 };
const still = { width: 4000, height: 3000 };
const body: StrokeBody = {
  tool: 'pen',
  color: '#e5332a',
  width: 0.01,
  points: [
    [0, 0, 0],
    [1, 1, 40],
  ],
  frame: stream,
};

test('a picture is fitted as object-fit does it, and pixels map to shares and back', () => {
  expect(fitRect({ width: 1000, height: 1000 }, stream, 'contain')).toEqual({
    x: 0,
    y: 218.75,
    width: 1000,
    height: 562.5,
  });
  const cover = fitRect({ width: 1000, height: 1000 }, stream, 'cover');
  expect(cover.height).toBe(1000);
  expect(cover.x).toBeCloseTo(-388.89, 1);
  expect(toNormalised({ x: 500, y: 500 }, cover)).toEqual({ x: 0.5, y: 0.5 });
  const back = toPixels(toNormalised({ x: 17, y: 903 }, cover), cover);
  expect(back.x).toBeCloseTo(17);
  expect(back.y).toBeCloseTo(903);
});

test('A16: a 16:9 stream is the centred crop of a 4:3 still, upright too', () => {
  expect(mapBetweenFrames({ x: 0.25, y: 0 }, stream, still)).toEqual({ x: 0.25, y: 0.125 });
  expect(mapBetweenFrames({ x: 0.25, y: 0.125 }, still, stream).y).toBeCloseTo(0);
  expect(
    mapBetweenFrames({ x: 0, y: 0.25 }, { width: 720, height: 1280 }, { width: 3000, height: 4000 }),
  ).toEqual({
    x: 0.125,
    y: 0.25,
  });
  expect(mapBetweenFrames({ x: 0.3, y: 0.7 }, stream, { width: 1920, height: 1080 })).toEqual({
    x: 0.3,
    y: 0.7,
  });
});

test('mapping there and back gives the same place, for any two frames', () => {
  const side = fc.integer({ min: 100, max: 5_000 });
  const size = fc.record({ width: side, height: side });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(size, size, share, share, (from, to, x, y) => {
      const back = mapBetweenFrames(mapBetweenFrames({ x, y }, from, to), to, from);
      expect(back.x).toBeCloseTo(x);
      expect(back.y).toBeCloseTo(y);
    }),
    { seed: 20_262 },
  );
});

test('a body mapped to a still is as thick on the thing, and no longer names the stream frame', () => {
  const mapped = mapBody({ ...body, rtpTimestamp: 90_000 }, still);
  expect(mapped.points).toEqual([
    [0, 0.125, 0],
    [1, 0.875, 40],
  ]);
  // 7.2 of 1280 pixels are 22.5 of 4000, which is 0.0075 of 3000.
  expect(mapped.width).toBeCloseTo(0.0075);
  expect(mapped.frame).toEqual(still);
  expect('rtpTimestamp' in mapped).toBe(false);
});

test('lines and outlines are hit, what lies inside them is not', () => {
  const hit = (tool: StrokeBody['tool'], x: number, y: number) =>
    hitStroke(
      {
        ...body,
        tool,
        text: 'Ventil',
        points: [
          [0.2, 0.2, 0],
          [0.6, 0.6, 9],
        ],
      },
      { x, y },
      stream,
      0.01,
    );
  expect(hit('pen', 0.4, 0.41)).toBe(true);
  expect(hit('arrow', 0.4, 0.5)).toBe(false);
  expect(hit('rectangle', 0.6, 0.3)).toBe(true);
  expect(hit('rectangle', 0.4, 0.4)).toBe(false);
  expect(hit('ellipse', 0.4, 0.2)).toBe(true);
  expect(hit('ellipse', 0.21, 0.21)).toBe(false);
  expect(hit('text', 0.22, 0.25)).toBe(true);
  expect(hit('stamp', 0.21, 0.21)).toBe(true);
  expect(hit('stamp', 0.6, 0.6)).toBe(false);
});

test('a stroke is moved as a whole and stops at the border of what is allowed', () => {
  expect(translateBody(body, 0.9, 0).points).toEqual([
    [0.5, 0, 0],
    [1.5, 1, 40],
  ]);
  const bounds = strokeBounds(translateBody(body, 0.1, -0.1), stream);
  expect(bounds?.x).toBeCloseTo(0.1 - 3.6 / 1280);
  expect(bounds?.height).toBeCloseTo(1 + 7.2 / 720);
});

test('a simplified line is short, stays where it was drawn, and keeps its times and ends', () => {
  const drawn = Array.from({ length: 600 }, (_, index): StrokePoint => {
    const angle = (index / 600) * 2 * Math.PI;
    return [0.5 + 0.3 * Math.cos(angle), 0.5 + 0.3 * Math.sin(angle), index * 5];
  });
  const kept = simplifyPoints(drawn, stream);
  expect(kept.length).toBeLessThan(100);
  expect(JSON.stringify(kept).length).toBeLessThan(2_500);
  expect(kept[0]?.[2]).toBe(0);
  expect(kept.at(-1)?.[2]).toBe(599 * 5);
  for (const [x, y] of drawn)
    expect(hitStroke({ ...body, width: 0.0005, points: kept }, { x, y }, stream, 0.001)).toBe(true);
  expect(simplifyPoints([[0.123_456_789, 0.1, 0]], stream)).toEqual([[0.123_46, 0.1, 0]]);
  expect(simplifyPoints([], stream)).toEqual([]);
});

test('even a wild scrawl fits into one stroke', () => {
  const wild = Array.from({ length: 20_000 }, (_, index): StrokePoint => [
    (index * 0.377) % 1,
    (index * 0.618) % 1,
    index,
  ]);
  expect(simplifyPoints(wild, stream).length).toBeLessThanOrEqual(2_000);
});
