import type { PreviewTool, StrokeBody } from '../protocol/index.ts';
import { clamp, shorterSide } from './frames.ts';
import type { Point, Size } from './frames.ts';

/** What the painter needs of a stroke's body; a preview has it too. */
export interface Drawable {
  readonly tool: PreviewTool;
  readonly color: string;
  /** Share of the picture's shorter side. */
  readonly width: number;
  readonly points: StrokeBody['points'];
  readonly text?: string | undefined;
  readonly stamp?: StrokeBody['stamp'];
}

/** Text is this many line widths high (from line to line a quarter more). */
export const TEXT_HEIGHT = 8;
/** A stamp is this many line widths across. */
export const STAMP_SIZE = 12;

/** One point of a stroke in pixels of the picture; `t` is milliseconds since its first point. */
export interface PixelPoint extends Point {
  readonly t: number;
}

/** The points in pixels. What is no number is left out, what is far outside is moved near, as the schema has it. */
export function pixelPoints(points: StrokeBody['points'], size: Size): PixelPoint[] {
  return points
    .filter((point) => Number.isFinite(point[0]) && Number.isFinite(point[1]))
    .map(([x, y, t]) => ({
      x: clamp(x, -0.5, 1.5) * size.width,
      y: clamp(y, -0.5, 1.5) * size.height,
      t: Number.isFinite(t) ? t : 0,
    }));
}

/** Width of the line in pixels; never so thin that it cannot be seen. */
export function linePixels(width: number, size: Size): number {
  const share = Number.isFinite(width) ? clamp(width, 0.0005, 0.1) : 0.005;
  return Math.max(1, share * shorterSide(size));
}
