import { roundPoint, simplifyPoints } from '@fernblick/shared/annotation';
import type { Drawable, Point } from '@fernblick/shared/annotation';
import { MAX_STROKE_POINTS } from '@fernblick/shared/protocol';
import type {
  FrameSize,
  LayerOp,
  StrokeId,
  StrokePoint,
  StrokePreview,
  SurfaceId,
  TrackId,
} from '@fernblick/shared/protocol';

/** Where and on which frame a stroke begins. */
export interface StrokeOrigin {
  surfaceId: SurfaceId;
  frame: FrameSize;
  trackId?: TrackId | undefined;
  rtpTimestamp?: number | undefined;
}

export interface StrokeLook {
  tool: 'pen' | 'arrow' | 'ellipse' | 'rectangle' | 'laser';
  color: string;
  width: number;
}

/** Points of one preview message at most, as the protocol has it. */
const MAX_PREVIEW_POINTS = 200;
/** A shape smaller than this share of the picture's shorter side was a slip of the hand. */
const MIN_SHAPE = 0.008;

/** A stroke while it is drawn: takes points, gives what to paint and send now, and at the end the operation. */
export class StrokeDraft {
  readonly id: StrokeId;
  readonly origin: StrokeOrigin;
  readonly #look: StrokeLook;
  readonly #startedAt: number;
  #points: StrokePoint[] = [];
  /** Points that went out as previews. */
  #sent = 0;

  /** @param at milliseconds on the clock that `add` uses; @param point shares of the picture */
  constructor(id: StrokeId, origin: StrokeOrigin, look: StrokeLook, point: Point, at: number) {
    this.id = id;
    this.origin = origin;
    this.#look = look;
    this.#startedAt = at;
    this.add(point, at);
  }

  get drawable(): Drawable {
    return { ...this.#look, points: this.#points };
  }

  /** No more points fit: finish it and begin another. */
  get full(): boolean {
    return this.#points.length >= MAX_STROKE_POINTS - 1;
  }

  add({ x, y }: Point, at: number): void {
    const point = roundPoint([x, y, at - this.#startedAt]);
    if (this.#isShape && this.#points.length > 0) {
      this.#points = [...this.#points.slice(0, 1), point];
      this.#sent = Math.min(this.#sent, 1);
      return;
    }
    const last = this.#points.at(-1);
    if (last && last[0] === point[0] && last[1] === point[1]) return;
    if (!this.full) this.#points = [...this.#points, point];
  }

  /** What the others have not seen yet; undefined when there is nothing new. */
  takePreview(): StrokePreview | undefined {
    const points = this.#points.slice(this.#sent, this.#sent + MAX_PREVIEW_POINTS);
    if (points.length === 0) return undefined;
    const from = this.#sent;
    this.#sent += points.length;
    return { surfaceId: this.origin.surfaceId, id: this.id, ...this.#look, from, points };
  }

  /** Tells the others that it goes away. */
  cancelled(): StrokePreview {
    return {
      surfaceId: this.origin.surfaceId,
      id: this.id,
      ...this.#look,
      from: 0,
      points: [],
      cancelled: true,
    };
  }

  /** The operation that adds it; undefined for the laser and for shapes too small to be meant. */
  finish(): LayerOp | undefined {
    const { tool, color, width } = this.#look;
    const { surfaceId, frame, trackId, rtpTimestamp } = this.origin;
    if (tool === 'laser' || (this.#isShape && this.#extent < MIN_SHAPE)) return undefined;
    const points = this.#isShape ? this.#points : simplifyPoints(this.#points, frame);
    return {
      op: 'add',
      id: this.id,
      surfaceId,
      body: {
        tool,
        color,
        width,
        points,
        frame,
        ...(trackId && { trackId }),
        ...(rtpTimestamp !== undefined && { rtpTimestamp }),
      },
    };
  }

  get #isShape(): boolean {
    return this.#look.tool !== 'pen' && this.#look.tool !== 'laser';
  }

  /** Longest side in shares of the picture's shorter side. */
  get #extent(): number {
    const [first, last] = [this.#points[0], this.#points.at(-1)];
    if (!first || !last) return 0;
    const { width, height } = this.origin.frame;
    const [dx, dy] = [(last[0] - first[0]) * width, (last[1] - first[1]) * height];
    return Math.max(Math.abs(dx), Math.abs(dy)) / Math.min(width, height);
  }
}
