import type { StrokeBody } from '../protocol/index.ts';
import { STAMP_SIZE, linePixels, pixelPoints } from './drawable.ts';
import type { Drawable } from './drawable.ts';
import { clamp, shorterSide } from './frames.ts';
import type { Point, Rect, Size } from './frames.ts';
import { layOutText } from './strokeText.ts';

/** What a stroke covers, in shares of the picture; `frame` gives the picture's shape. Undefined when it has no points. */
export function strokeBounds(drawable: Drawable, frame: Size): Rect | undefined {
  const box = pixelBounds(drawable, frame);
  return (
    box && {
      x: box.x / frame.width,
      y: box.y / frame.height,
      width: box.width / frame.width,
      height: box.height / frame.height,
    }
  );
}

/**
 * Whether a stroke is under a finger or a cursor. Lines and outlines count, the inside of an ellipse or a
 * rectangle does not: what lies in it must stay within reach.
 * @param point shares of the picture
 * @param tolerance how far beside it still counts, as a share of the picture's shorter side
 */
export function hitStroke(drawable: Drawable, point: Point, frame: Size, tolerance: number): boolean {
  const reach = tolerance * shorterSide(frame);
  const at = { x: point.x * frame.width, y: point.y * frame.height };
  if (drawable.tool === 'text' || drawable.tool === 'stamp') {
    const box = pixelBounds(drawable, frame);
    return (
      box !== undefined &&
      at.x >= box.x - reach &&
      at.x <= box.x + box.width + reach &&
      at.y >= box.y - reach &&
      at.y <= box.y + box.height + reach
    );
  }
  return distanceToPath(at, hitPath(drawable, frame)) <= reach + linePixels(drawable.width, frame) / 2;
}

/** The body moved by shares of the picture; it stops where a point would leave what the schema allows. */
export function translateBody(body: StrokeBody, dx: number, dy: number): StrokeBody {
  const xs = body.points.map(([x]) => x);
  const ys = body.points.map(([, y]) => y);
  const moveX = clamp(dx, -0.5 - Math.min(...xs), 1.5 - Math.max(...xs));
  const moveY = clamp(dy, -0.5 - Math.min(...ys), 1.5 - Math.max(...ys));
  return {
    ...body,
    points: body.points.map(([x, y, dt]) => [clamp(x + moveX, -0.5, 1.5), clamp(y + moveY, -0.5, 1.5), dt]),
  };
}

function pixelBounds(drawable: Drawable, size: Size): Rect | undefined {
  const points = pixelPoints(drawable.points, size);
  const first = points[0];
  if (!first) return undefined;
  if (drawable.tool === 'text') return layOutText(drawable, size)?.box;
  const lineWidth = linePixels(drawable.width, size);
  const isStamp = drawable.tool === 'stamp';
  const around = (isStamp ? lineWidth * STAMP_SIZE : lineWidth) / 2;
  const shown = isStamp ? [first] : points;
  const xs = shown.map(({ x }) => x);
  const ys = shown.map(({ y }) => y);
  const [x, y] = [Math.min(...xs) - around, Math.min(...ys) - around];
  return { x, y, width: Math.max(...xs) + around - x, height: Math.max(...ys) + around - y };
}

/** The line that is drawn, in pixels. */
function hitPath(drawable: Drawable, size: Size): Point[] {
  const points = pixelPoints(drawable.points, size);
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last) return [];
  switch (drawable.tool) {
    case 'arrow':
      return [first, last];
    case 'rectangle':
      return [first, { x: last.x, y: first.y }, last, { x: first.x, y: last.y }, first];
    case 'ellipse': {
      const middle = { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2 };
      return Array.from({ length: 65 }, (_, index) => ({
        x: middle.x + ((last.x - first.x) / 2) * Math.cos((index / 32) * Math.PI),
        y: middle.y + ((last.y - first.y) / 2) * Math.sin((index / 32) * Math.PI),
      }));
    }
    default:
      return points;
  }
}

function distanceToPath(point: Point, path: readonly Point[]): number {
  return path.reduce(
    (least, from, index) => Math.min(least, distanceToSegment(point, from, path[index + 1] ?? from)),
    Infinity,
  );
}

/** Distance from a point to the line between two others. */
export function distanceToSegment(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const lengthSquared = dx * dx + dy * dy;
  const share =
    lengthSquared === 0
      ? 0
      : clamp(((point.x - from.x) * dx + (point.y - from.y) * dy) / lengthSquared, 0, 1);
  return Math.hypot(point.x - from.x - dx * share, point.y - from.y - dy * share);
}
