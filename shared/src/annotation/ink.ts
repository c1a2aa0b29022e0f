import { getStroke } from 'perfect-freehand';
import type { PixelPoint } from './drawable.ts';
import type { Point } from './frames.ts';

/** Points along a stroke at most; a longer stroke is followed in wider steps. */
const MAX_STEPS = 6_000;

/**
 * The outline of a pen line, in pixels. It follows the path, not the samples: a simplified stroke looks like
 * the one that was drawn. Quick parts are a little thinner, like ink.
 */
export function inkOutline(points: readonly PixelPoint[], lineWidth: number): Point[] {
  const path = evenSteps(points, lineWidth);
  const outline = getStroke(path, {
    size: lineWidth,
    thinning: 0.3,
    smoothing: 0.5,
    streamline: 0.45,
    simulatePressure: false,
    last: true,
  });
  return outline.map(([x, y]) => ({ x: x ?? 0, y: y ?? 0 }));
}

interface Step extends Point {
  readonly pressure: number;
}

/** Walks the path in steps of a third of the line's width. */
function evenSteps(points: readonly PixelPoint[], lineWidth: number): Step[] {
  const first = points[0];
  if (!first) return [];
  const step = Math.max(lineWidth / 3, pathLength(points) / MAX_STEPS);
  const steps: Step[] = [{ x: first.x, y: first.y, pressure: 0.6 }];
  let pressure = 0.6;
  let toNext = step;
  for (let index = 1; index < points.length; index++) {
    const from = points[index - 1];
    const to = points[index];
    if (!from || !to) continue;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const wanted = pressureAt(length / lineWidth, to.t - from.t);
    let walked = toNext;
    for (; walked <= length; walked += step) {
      const share = walked / length;
      pressure += (wanted - pressure) * 0.08;
      steps.push({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, pressure });
    }
    toNext = walked - length;
  }
  const last = points[points.length - 1];
  if (last) steps.push({ x: last.x, y: last.y, pressure });
  return steps;
}

/** From 0.75 (slow) to 0.4 (quick); the way is in line widths, the time in milliseconds. */
function pressureAt(way: number, ms: number): number {
  if (!(ms > 0)) return 0.6;
  return 0.75 - 0.35 * Math.min(1, way / ms / 0.4);
}

function pathLength(points: readonly Point[]): number {
  let length = 0;
  for (let index = 1; index < points.length; index++) {
    const from = points[index - 1];
    const to = points[index];
    if (from && to) length += Math.hypot(to.x - from.x, to.y - from.y);
  }
  return length;
}
