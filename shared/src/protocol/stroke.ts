import * as z from 'zod';
import { StrokeId, SurfaceId, TrackId } from './ids.ts';
import { Author } from './principals.ts';

/** Tools that leave a stroke. The laser leaves none: it is only ever a preview. */
export const StrokeTool = z.enum(['pen', 'arrow', 'ellipse', 'rectangle', 'text', 'stamp']);
export type StrokeTool = z.infer<typeof StrokeTool>;
export const PreviewTool = z.enum([...StrokeTool.options, 'laser']);
export type PreviewTool = z.infer<typeof PreviewTool>;

/** `#rrggbb`; a closed form, so that no other CSS ever reaches a painter. */
export const StrokeColor = z.string().regex(/^#[0-9a-f]{6}$/);

/** [x, y, dt]: x and y are shares of the picture's width and height (0..1, a little outside is allowed), dt is milliseconds since the first point. */
export const StrokePoint = z.tuple([
  z.number().min(-0.5).max(1.5),
  z.number().min(-0.5).max(1.5),
  z.number().int().min(0).max(600_000),
]);
export type StrokePoint = z.infer<typeof StrokePoint>;

/** Longest stroke in points; a longer one is sent as two. */
export const MAX_STROKE_POINTS = 2_000;

/** Size in pixels of the frame that was drawn on. */
export const FrameSize = z.object({
  width: z.number().int().min(1).max(16_384),
  height: z.number().int().min(1).max(16_384),
});
export type FrameSize = z.infer<typeof FrameSize>;

/** What a stroke looks like and which frame it was drawn on. Opaque to the server's ordering. */
export const StrokeBody = z.object({
  tool: StrokeTool,
  color: StrokeColor,
  /** Line width as a share of the picture's shorter side; text height is eight times that. */
  width: z.number().min(0.0005).max(0.1),
  points: z.array(StrokePoint).min(1).max(MAX_STROKE_POINTS),
  text: z.string().min(1).max(200).optional(),
  /** Which stamp: a tick, a cross, a warning triangle or a number in a circle (then `text` holds it). */
  stamp: z.enum(['tick', 'cross', 'warning', 'number']).optional(),
  frame: FrameSize,
  trackId: TrackId.optional(),
  /** RTP time stamp (90 kHz, 32 bit) of the frame that was drawn on, where the browser tells it. */
  rtpTimestamp: z.number().int().min(0).max(0xffff_ffff).optional(),
});
export type StrokeBody = z.infer<typeof StrokeBody>;

const header = { id: StrokeId, surfaceId: SurfaceId, keyId: z.string().max(64).optional() };
const targets = z.array(StrokeId).min(1).max(500);

/** One entry of an annotation layer's log, as a client sends it. `id` of an `add` is the stroke's id. */
export const LayerOp = z.discriminatedUnion('op', [
  z.object({ ...header, op: z.literal('add'), body: StrokeBody }),
  z.object({ ...header, op: z.literal('change'), target: StrokeId, body: StrokeBody }),
  z.object({ ...header, op: z.literal('erase'), targets }),
  z.object({ ...header, op: z.literal('restore'), targets }),
  z.object({ ...header, op: z.literal('clear'), scope: z.enum(['mine', 'all']) }),
]);
export type LayerOp = z.infer<typeof LayerOp>;

/** What the server adds: the order on the surface and who, when (UTC ms) and at what session time (monotonic ms). */
export const LayerEntry = z.object({
  seq: z.number().int().min(1),
  author: Author,
  at: z.number().int(),
  t: z.number().optional(),
  op: LayerOp,
});
export type LayerEntry = z.infer<typeof LayerEntry>;

/** A stroke as it stands now on its surface. */
export const Stroke = z.object({
  id: StrokeId,
  author: Author,
  /** Order of painting. */
  seq: z.number().int(),
  body: StrokeBody,
});
export type Stroke = z.infer<typeof Stroke>;

/** A layer at one point of its log: what a late joiner needs. */
export const LayerState = z.object({
  surfaceId: SurfaceId,
  /** Number of the last entry that is in it. */
  seq: z.number().int().min(0),
  /** What is seen, in order of painting. */
  strokes: z.array(Stroke),
  /** What was erased and can still be restored, in order of erasing. */
  erased: z.array(Stroke),
});
export type LayerState = z.infer<typeof LayerState>;

/** A stroke while it is being drawn (or the laser's dot); never stored, lost ones do not matter. */
export const StrokePreview = z.object({
  surfaceId: SurfaceId,
  id: StrokeId,
  tool: PreviewTool,
  color: StrokeColor,
  width: z.number().min(0.0005).max(0.1),
  /** Index of `points[0]` in the whole stroke: batches carry only what is new. */
  from: z.number().int().min(0).max(MAX_STROKE_POINTS),
  points: z.array(StrokePoint).max(200),
  /** The stroke was given up (Escape) and goes away. */
  cancelled: z.boolean().optional(),
});
export type StrokePreview = z.infer<typeof StrokePreview>;
