import { LASER_MS, paintLaser, paintLayer, paintStroke } from '@fernblick/shared/annotation';
import type { PaintContext, Rect } from '@fernblick/shared/annotation';
import type { LivePreview } from '@fernblick/shared/client';
import type { Stroke } from '@fernblick/shared/protocol';

type OverlayContext = PaintContext & Pick<CanvasRenderingContext2D, 'setTransform' | 'clearRect'>;

/** What of a live preview is painted. */
export type ShownPreview = Pick<LivePreview, 'tool' | 'color' | 'width' | 'points' | 'at'>;

export interface SurfacePaint {
  strokes: readonly Stroke[];
  previews: readonly ShownPreview[];
  /** Where the picture lies, CSS pixels of the canvas. */
  rect: Rect;
  /** Pixels of the canvas per CSS pixel. */
  density: number;
  /** Milliseconds on the clock of `LivePreview.at`. */
  now: number;
}

/** Paints a surface's strokes over its picture, and over them what is being drawn now. */
export function paintSurface(
  ctx: OverlayContext,
  canvas: { width: number; height: number },
  { strokes, previews, rect, density, now }: SurfacePaint,
): void {
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.clearRect(0, 0, canvas.width, canvas.height);
  ctx.setTransform(density, 0, 0, density, rect.x * density, rect.y * density);
  paintLayer(ctx, strokes, rect);
  for (const preview of previews)
    if (preview.tool === 'laser') paintLaser(ctx, preview.points, rect, preview.color, now - preview.at);
    else paintStroke(ctx, preview, rect);
}

/** Whether the picture changes by itself: a laser's trail fades. */
export function isFading(previews: readonly ShownPreview[], now: number): boolean {
  return previews.some((preview) => preview.tool === 'laser' && now - preview.at < LASER_MS);
}
