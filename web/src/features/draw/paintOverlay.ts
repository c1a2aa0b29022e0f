import { LASER_MS, paintLaser, paintLayer, paintStroke, strokeBounds } from '@fernblick/shared/annotation';
import type { Drawable, Size } from '@fernblick/shared/annotation';
import type { LivePreview } from '@fernblick/shared/client';
import type { Stroke } from '@fernblick/shared/protocol';

/** The strokes that stand, with a name at each person's newest where more than one draws. */
export function paintStanding(ctx: CanvasRenderingContext2D, strokes: readonly Stroke[], size: Size): void {
  ctx.clearRect(0, 0, size.width, size.height);
  const authors = new Set(strokes.map(({ author }) => `${author.kind} ${author.id}`));
  paintLayer(ctx, strokes, size, { names: authors.size > 1 });
}

export interface Moving {
  draft: Drawable | undefined;
  /** Milliseconds since the own laser last moved. */
  laserAge: number;
  previews: readonly LivePreview[];
  selected: readonly Stroke[];
  /** Milliseconds on the previews' clock. */
  now: number;
}

/**
 * What changes by the moment: the stroke under the hand, what others draw, lasers, the frame of a selection.
 * @returns whether it moves on by itself and must be painted again
 */
export function paintMoving(ctx: CanvasRenderingContext2D, moving: Moving, size: Size): boolean {
  const { draft, laserAge, previews, selected, now } = moving;
  ctx.clearRect(0, 0, size.width, size.height);
  let alive = false;
  for (const preview of previews) {
    if (preview.tool !== 'laser') paintStroke(ctx, preview, size);
    else if (now - preview.at < LASER_MS) {
      paintLaser(ctx, preview.points, size, preview.color, now - preview.at);
      alive = true;
    }
  }
  if (draft?.tool === 'laser') {
    paintLaser(ctx, draft.points, size, draft.color, laserAge);
    alive ||= laserAge < LASER_MS;
  } else if (draft) paintStroke(ctx, draft, size);
  for (const stroke of selected) paintFrame(ctx, stroke, size);
  return alive;
}

function paintFrame(ctx: CanvasRenderingContext2D, stroke: Stroke, size: Size): void {
  const bounds = strokeBounds(stroke.body, size);
  if (!bounds) return;
  const gap = 6;
  ctx.save();
  ctx.setLineDash([7, 5]);
  for (const [color, width] of [
    ['#000000', 4],
    ['#ffffff', 2],
  ] as const) {
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.strokeRect(
      bounds.x * size.width - gap,
      bounds.y * size.height - gap,
      bounds.width * size.width + 2 * gap,
      bounds.height * size.height + 2 * gap,
    );
  }
  ctx.restore();
}
