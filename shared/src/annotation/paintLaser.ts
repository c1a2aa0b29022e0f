import type { StrokeBody } from '../protocol/index.ts';
import { safeColor } from './colors.ts';
import { pixelPoints } from './drawable.ts';
import { shorterSide } from './frames.ts';
import type { Size } from './frames.ts';
import type { PaintContext } from './PaintContext.ts';

/** How long the trail behind the dot is, and how long the dot stays when nothing more comes. Milliseconds. */
const TRAIL_MS = 700;
export const LASER_MS = 1_200;

/**
 * Paints the laser's dot with its fading trail.
 * @param points the preview's points so far; only the last part of them is shown
 * @param ageMs time since the last point came; from LASER_MS on nothing is painted
 */
export function paintLaser(
  ctx: PaintContext,
  points: StrokeBody['points'],
  size: Size,
  color: string,
  ageMs: number,
): void {
  const fade = 1 - Math.max(0, ageMs) / LASER_MS;
  if (!(fade > 0) || !(size.width > 0 && size.height > 0) || !Array.isArray(points)) return;
  const trail = pixelPoints(points, size);
  const dot = trail[trail.length - 1];
  if (!dot) return;
  const radius = Math.max(4, shorterSide(size) * 0.011);
  ctx.save();
  ctx.lineCap = 'round';
  ctx.strokeStyle = ctx.fillStyle = safeColor(color);
  for (let index = 1; index < trail.length; index++) {
    const from = trail[index - 1];
    const to = trail[index];
    const strength = to ? (1 - (dot.t - to.t + Math.max(0, ageMs)) / TRAIL_MS) * fade : 0;
    if (!from || !to || strength <= 0) continue;
    ctx.globalAlpha = Math.min(1, strength * 0.7);
    ctx.lineWidth = radius * (0.4 + strength);
    ctx.beginPath();
    ctx.moveTo(from.x, from.y);
    ctx.lineTo(to.x, to.y);
    ctx.stroke();
  }
  const disc = (alpha: number, share: number, fill: string) => {
    ctx.globalAlpha = alpha * fade;
    ctx.fillStyle = fill;
    ctx.beginPath();
    ctx.arc(dot.x, dot.y, radius * share, 0, Math.PI * 2);
    ctx.fill();
  };
  disc(0.18, 2.4, safeColor(color));
  disc(0.35, 1.6, safeColor(color));
  disc(1, 1, safeColor(color));
  disc(0.9, 0.42, '#ffffff');
  ctx.restore();
}
