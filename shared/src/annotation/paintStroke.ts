import { arrowOutline } from './arrow.ts';
import { haloColor, haloPixels, safeColor } from './colors.ts';
import { linePixels, pixelPoints } from './drawable.ts';
import type { Drawable, PixelPoint } from './drawable.ts';
import type { Point, Size } from './frames.ts';
import { traceText } from './glyphs.ts';
import { inkOutline } from './ink.ts';
import { paintStamp } from './paintStamp.ts';
import type { PaintContext } from './PaintContext.ts';
import { ASCENT, layOutText } from './strokeText.ts';

/**
 * Paints one stroke on a picture of `size` pixels whose upper left corner is the context's origin.
 * The one painter for screens and server. It never throws, whatever the body holds, and leaves the context as it was.
 * Text needs `loadGlyphs`. The laser leaves no stroke: see `paintLaser`.
 */
export function paintStroke(ctx: PaintContext, drawable: Drawable, size: Size): void {
  if (!(size.width > 0 && size.height > 0) || !Array.isArray(drawable.points)) return;
  const points = pixelPoints(drawable.points, size);
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last) return;
  const color = safeColor(drawable.color);
  const lineWidth = linePixels(drawable.width, size);
  ctx.save();
  ctx.lineJoin = 'round';
  ctx.lineCap = 'round';
  switch (drawable.tool) {
    case 'pen':
      paintPen(ctx, points, color, lineWidth);
      break;
    case 'arrow':
      ctx.beginPath();
      tracePolygon(ctx, arrowOutline(first, last, lineWidth));
      fillWithHalo(ctx, color, lineWidth);
      break;
    case 'ellipse':
      ctx.beginPath();
      traceEllipse(ctx, first, last);
      outlineWithHalo(ctx, color, lineWidth);
      break;
    case 'rectangle':
      ctx.beginPath();
      ctx.rect(first.x, first.y, last.x - first.x, last.y - first.y);
      outlineWithHalo(ctx, color, lineWidth);
      break;
    case 'text':
      paintText(ctx, drawable, size, color);
      break;
    case 'stamp':
      paintStamp(ctx, drawable, first, color, lineWidth);
      break;
    case 'laser':
      break;
  }
  ctx.restore();
}

function paintPen(ctx: PaintContext, points: readonly PixelPoint[], color: string, lineWidth: number): void {
  ctx.beginPath();
  traceSmooth(ctx, inkOutline(points, lineWidth));
  fillWithHalo(ctx, color, lineWidth);
}

function paintText(ctx: PaintContext, drawable: Drawable, size: Size, color: string): void {
  const layout = layOutText(drawable, size);
  if (!layout) return;
  const { lines, height, leading, box } = layout;
  ctx.beginPath();
  lines.forEach((line, index) =>
    traceText(ctx, line, { x: box.x, y: box.y + leading * index + height * ASCENT }, height),
  );
  fillWithHalo(ctx, color, height / 3);
}

/** Fills the current path and lets half of a wider line show around it. */
export function fillWithHalo(ctx: PaintContext, color: string, lineWidth: number): void {
  ctx.strokeStyle = haloColor(color);
  ctx.lineWidth = haloPixels(lineWidth) * 2;
  ctx.stroke();
  ctx.fillStyle = color;
  ctx.fill();
}

/** Draws the current path as a line with a rim. */
export function outlineWithHalo(ctx: PaintContext, color: string, lineWidth: number): void {
  ctx.strokeStyle = haloColor(color);
  ctx.lineWidth = lineWidth + haloPixels(lineWidth) * 2;
  ctx.stroke();
  ctx.strokeStyle = color;
  ctx.lineWidth = lineWidth;
  ctx.stroke();
}

function traceEllipse(ctx: PaintContext, from: Point, to: Point): void {
  const [radiusX, radiusY] = [Math.abs(to.x - from.x) / 2, Math.abs(to.y - from.y) / 2];
  ctx.ellipse((from.x + to.x) / 2, (from.y + to.y) / 2, radiusX, radiusY, 0, 0, Math.PI * 2);
}

export function tracePolygon(ctx: PaintContext, points: readonly Point[]): void {
  points.forEach(({ x, y }, index) => (index === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y)));
  if (points.length > 0) ctx.closePath();
}

/** A closed curve through the middles of the outline's edges. */
function traceSmooth(ctx: PaintContext, outline: readonly Point[]): void {
  const last = outline[outline.length - 1];
  const first = outline[0];
  if (!last || !first) return;
  ctx.moveTo((last.x + first.x) / 2, (last.y + first.y) / 2);
  outline.forEach((point, index) => {
    const next = outline[index + 1] ?? first;
    ctx.quadraticCurveTo(point.x, point.y, (point.x + next.x) / 2, (point.y + next.y) / 2);
  });
  ctx.closePath();
}
