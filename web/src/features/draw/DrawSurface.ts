import type { LivePreview } from '@fernblick/shared/client';
import type { Author, LayerOp, Stroke, StrokePreview } from '@fernblick/shared/protocol';
import type { StrokeOrigin } from './StrokeDraft.ts';

/** What is drawn on: a live picture, a snapshot held up in a call, or one in its case. */
export interface DrawSurface {
  /** Changes with the surface: a selection does not outlive it. */
  key: string;
  strokes: readonly Stroke[];
  /** What others are drawing now. */
  previews: readonly LivePreview[];
  me: Author;
  mayChangeOthers: boolean;
  /** A press begins: on which surface and frame. Undefined when there is nothing to draw on yet. */
  begin(): StrokeOrigin | undefined;
  /** Where a laser dot would be; begins nothing. */
  here(): StrokeOrigin | undefined;
  annotate(op: LayerOp): void;
  preview(preview: StrokePreview): void;
}
