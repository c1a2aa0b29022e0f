import type { Stroke } from '../protocol/index.ts';
import { haloColor, inkOn, safeColor } from './colors.ts';
import { clamp, shorterSide } from './frames.ts';
import type { Rect, Size } from './frames.ts';
import { textWidth, traceText } from './glyphs.ts';
import type { PaintContext } from './PaintContext.ts';
import { paintStroke } from './paintStroke.ts';
import { strokeBounds } from './shapes.ts';

const MAX_NAME = 24;

export interface PaintLayerOptions {
  /** A flag with the author's name at the newest stroke of each author. */
  readonly names?: boolean;
}

/** Paints strokes in their order on a picture of `size` pixels; see `paintStroke`. */
export function paintLayer(
  ctx: PaintContext,
  strokes: readonly Stroke[],
  size: Size,
  { names = false }: PaintLayerOptions = {},
): void {
  for (const stroke of strokes) paintStroke(ctx, stroke.body, size);
  if (!names) return;
  const newest = new Map(strokes.map((stroke) => [`${stroke.author.kind} ${stroke.author.id}`, stroke]));
  const flags: Rect[] = [];
  for (const stroke of newest.values()) paintName(ctx, stroke, size, flags);
}

/** @param flags those painted already; the new one is added and lies over none of them */
function paintName(ctx: PaintContext, { author, body }: Stroke, size: Size, flags: Rect[]): void {
  const bounds = strokeBounds(body, size);
  if (!bounds) return;
  const letters = Array.from(author.name);
  const name = letters.length > MAX_NAME ? `${letters.slice(0, MAX_NAME - 1).join('')}…` : author.name;
  const height = Math.max(11, shorterSide(size) * 0.024);
  const [width, flagHeight] = [textWidth(name, height) + height, height * 1.6];
  const x = clamp(bounds.x * size.width, 2, Math.max(2, size.width - width - 2));
  const above = bounds.y * size.height - flagHeight - height * 0.4;
  const bottom = Math.max(2, size.height - flagHeight - 2);
  const y = freePlace(flags, { x, y: clamp(above, 2, bottom), width, height: flagHeight }, bottom);
  flags.push({ x, y, width, height: flagHeight });
  const color = safeColor(body.color);
  ctx.save();
  ctx.lineJoin = 'round';
  ctx.beginPath();
  traceRounded(ctx, x, y, width, flagHeight, height * 0.35);
  ctx.strokeStyle = haloColor(color);
  ctx.lineWidth = Math.max(2, height * 0.12);
  ctx.stroke();
  ctx.fillStyle = color;
  ctx.fill();
  ctx.fillStyle = inkOn(color);
  ctx.beginPath();
  traceText(ctx, name, { x: x + height * 0.5, y: y + height * 1.16 }, height);
  ctx.fill();
  ctx.restore();
}

/** The nearest y, first upwards, then downwards, where the flag lies over no other; its own when there is none. */
function freePlace(flags: readonly Rect[], flag: Rect, bottom: number): number {
  const step = flag.height * 1.15;
  const isFree = (y: number) =>
    flags.every(
      (other) =>
        flag.x >= other.x + other.width ||
        other.x >= flag.x + flag.width ||
        Math.abs(other.y - y) >= flag.height,
    );
  for (let away = 0; away <= flags.length; away++)
    for (const y of [flag.y - away * step, flag.y + away * step])
      if (y >= 2 && y <= bottom && isFree(y)) return y;
  return flag.y;
}

function traceRounded(
  ctx: PaintContext,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  const [right, bottom, quarter] = [x + width, y + height, Math.PI / 2];
  ctx.moveTo(x + radius, y);
  ctx.arc(right - radius, y + radius, radius, -quarter, 0);
  ctx.arc(right - radius, bottom - radius, radius, 0, quarter);
  ctx.arc(x + radius, bottom - radius, radius, quarter, 2 * quarter);
  ctx.arc(x + radius, y + radius, radius, 2 * quarter, 3 * quarter);
  ctx.closePath();
}
