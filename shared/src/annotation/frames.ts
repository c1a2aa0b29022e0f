import type { FrameSize, StrokeBody, StrokePoint } from '../protocol/index.ts';

/** A place: shares of the picture (0..1) or pixels, as the function says. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

/** Width and height in pixels; unlike FrameSize they need not be whole. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Where a picture lies in its container, centred, as CSS object-fit does it. Pixels of the container.
 * With `cover` the rectangle reaches beyond the container.
 */
export function fitRect(container: Size, frame: Size, fit: 'contain' | 'cover'): Rect {
  const horizontal = container.width / frame.width;
  const vertical = container.height / frame.height;
  const scale = fit === 'contain' ? Math.min(horizontal, vertical) : Math.max(horizontal, vertical);
  const width = frame.width * scale;
  const height = frame.height * scale;
  return { x: (container.width - width) / 2, y: (container.height - height) / 2, width, height };
}

/** Pixels of the container to shares of the picture that fills `rect`. */
export function toNormalised(point: Point, rect: Rect): Point {
  return { x: (point.x - rect.x) / rect.width, y: (point.y - rect.y) / rect.height };
}

/** Shares of the picture that fills `rect` to pixels of the container. */
export function toPixels(point: Point, rect: Rect): Point {
  return { x: rect.x + point.x * rect.width, y: rect.y + point.y * rect.height };
}

/**
 * The place of the same thing in another frame of the same camera, in shares of each.
 * Frames of one shape correspond as they are. Of two shapes the longer one (16:9 of a 4:3 sensor)
 * is taken to be the centred crop of the other, as cameras make their video.
 */
export function mapBetweenFrames(point: Point, from: Size, to: Size): Point {
  const { x, y, width, height } = placeOf(from, to);
  return { x: x + point.x * width, y: y + point.y * height };
}

/** The body as drawn on another frame of the same camera: same place and same thickness on the thing shown. */
export function mapBody(body: StrokeBody, toFrame: FrameSize): StrokeBody {
  // The time stamp and its track name a frame of the stream, which the new frame is not.
  const { rtpTimestamp: _stamp, trackId: _track, ...rest } = body;
  const place = placeOf(body.frame, toFrame);
  const scale = (toFrame.width * place.width) / body.frame.width;
  const width = (body.width * scale * shorterSide(body.frame)) / shorterSide(toFrame);
  return {
    ...rest,
    width: clamp(width, 0.0005, 0.1),
    points: body.points.map(([x, y, dt]): StrokePoint => {
      const mapped = mapBetweenFrames({ x, y }, body.frame, toFrame);
      return [clamp(mapped.x, -0.5, 1.5), clamp(mapped.y, -0.5, 1.5), dt];
    }),
    frame: toFrame,
  };
}

/** Widths of lines and heights of text are shares of it. */
export function shorterSide({ width, height }: Size): number {
  return Math.min(width, height);
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** The rectangle that `from` fills, in shares of `to`. */
function placeOf(from: Size, to: Size): Rect {
  if (elongation(from) >= elongation(to)) {
    const rect = fitRect(to, from, 'contain');
    return {
      x: rect.x / to.width,
      y: rect.y / to.height,
      width: rect.width / to.width,
      height: rect.height / to.height,
    };
  }
  const crop = placeOf(to, from);
  return {
    x: -crop.x / crop.width,
    y: -crop.y / crop.height,
    width: 1 / crop.width,
    height: 1 / crop.height,
  };
}

function elongation({ width, height }: Size): number {
  return Math.max(width / height, height / width);
}
