import { MAX_STROKE_POINTS } from '../protocol/index.ts';
import type { StrokePoint } from '../protocol/index.ts';
import { clamp, shorterSide } from './frames.ts';
import type { Point, Size } from './frames.ts';
import { distanceToSegment } from './shapes.ts';

/** Half a pixel of a picture 1000 pixels high: nobody sees it. */
const TOLERANCE = 0.0005;

/**
 * A drawn line ready to be sent: points that do not shape it are left out (Ramer, Douglas and Peucker), the others
 * keep their time and are rounded to five decimals. Never more than a stroke may have.
 * @param frame the picture that was drawn on, for its shape
 * @param tolerance how far the line may move, as a share of the picture's shorter side
 */
export function simplifyPoints(
  points: readonly StrokePoint[],
  frame: Size,
  tolerance = TOLERANCE,
): StrokePoint[] {
  const places = points.map(([x, y]) => ({ x: x * frame.width, y: y * frame.height }));
  const kept = keptIndexes(places, tolerance * shorterSide(frame));
  if (kept.length > MAX_STROKE_POINTS) return simplifyPoints(points, frame, tolerance * 2);
  return kept.flatMap((index) => {
    const point = points[index];
    return point ? [roundPoint(point)] : [];
  });
}

/** The point as it travels: five decimals, whole milliseconds, within what the schema allows. */
export function roundPoint([x, y, dt]: StrokePoint): StrokePoint {
  const round = (value: number) => Math.round(clamp(value, -0.5, 1.5) * 100_000) / 100_000;
  return [round(x), round(y), Math.round(clamp(dt, 0, 600_000))];
}

/** Indexes of the points that shape the line; with a stack, since a long line would overrun the call stack. */
function keptIndexes(places: readonly Point[], tolerance: number): number[] {
  const keep = new Set([0, places.length - 1]);
  const open: [number, number][] = [[0, places.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [start, end] = span;
    const [from, to] = [places[start], places[end]];
    if (!from || !to) continue;
    let farthest = start;
    let distance = tolerance;
    for (let index = start + 1; index < end; index++) {
      const place = places[index];
      const away = place ? distanceToSegment(place, from, to) : 0;
      if (away > distance) [farthest, distance] = [index, away];
    }
    if (farthest === start) continue;
    keep.add(farthest);
    open.push([start, farthest], [farthest, end]);
  }
  return [...keep].filter((index) => index >= 0).sort((a, b) => a - b);
}
