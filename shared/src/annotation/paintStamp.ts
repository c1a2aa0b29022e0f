import { haloColor, haloPixels, inkOn } from './colors.ts';
import { STAMP_SIZE } from './drawable.ts';
import type { Drawable } from './drawable.ts';
import type { Point } from './frames.ts';
import { textWidth, traceText } from './glyphs.ts';
import type { PaintContext } from './PaintContext.ts';

/** Paints a stamp around its middle: a coloured disc (a triangle for the warning) with a sign on it. */
export function paintStamp(
  ctx: PaintContext,
  drawable: Drawable,
  middle: Point,
  color: string,
  lineWidth: number,
): void {
  const radius = (lineWidth * STAMP_SIZE) / 2;
  const at = (x: number, y: number): [number, number] => [middle.x + x * radius, middle.y + y * radius];
  ctx.beginPath();
  if (drawable.stamp === 'warning') traceTriangle(ctx, at);
  else ctx.arc(middle.x, middle.y, radius, 0, Math.PI * 2);
  ctx.strokeStyle = haloColor(color);
  ctx.lineWidth = haloPixels(lineWidth * 2) * 2 + (drawable.stamp === 'warning' ? radius * 0.3 : 0);
  ctx.stroke();
  ctx.fillStyle = color;
  ctx.fill();
  if (drawable.stamp === 'warning') {
    // A line in the same colour rounds the corners.
    ctx.strokeStyle = color;
    ctx.lineWidth = radius * 0.3;
    ctx.stroke();
  }
  ctx.strokeStyle = ctx.fillStyle = inkOn(color);
  ctx.lineWidth = radius * 0.26;
  ctx.beginPath();
  switch (drawable.stamp) {
    case 'cross':
      ctx.moveTo(...at(-0.38, -0.38));
      ctx.lineTo(...at(0.38, 0.38));
      ctx.moveTo(...at(0.38, -0.38));
      ctx.lineTo(...at(-0.38, 0.38));
      ctx.stroke();
      break;
    case 'warning':
      ctx.moveTo(...at(0, -0.38));
      ctx.lineTo(...at(0, 0.18));
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(...at(0, 0.52), radius * 0.14, 0, Math.PI * 2);
      ctx.fill();
      break;
    case 'number':
      paintNumber(ctx, drawable.text, middle, radius);
      break;
    default:
      ctx.moveTo(...at(-0.46, 0.05));
      ctx.lineTo(...at(-0.13, 0.38));
      ctx.lineTo(...at(0.47, -0.34));
      ctx.stroke();
  }
}

function traceTriangle(ctx: PaintContext, at: (x: number, y: number) => [number, number]): void {
  ctx.moveTo(...at(0, -0.9));
  ctx.lineTo(...at(0.92, 0.74));
  ctx.lineTo(...at(-0.92, 0.74));
  ctx.closePath();
}

function paintNumber(ctx: PaintContext, text: unknown, middle: Point, radius: number): void {
  const digits = typeof text === 'string' ? Array.from(text.trim()).slice(0, 3).join('') : '';
  const height = radius * (digits.length > 2 ? 0.85 : digits.length > 1 ? 1.1 : 1.35);
  // Digits are 0.73 em high: half of it below the middle.
  const at = { x: middle.x - textWidth(digits, height) / 2, y: middle.y + height * 0.365 };
  traceText(ctx, digits, at, height);
  ctx.fill();
}
