import { TEXT_HEIGHT, linePixels, pixelPoints } from './drawable.ts';
import type { Drawable } from './drawable.ts';
import type { Rect, Size } from './frames.ts';
import { textWidth } from './glyphs.ts';

/** From base line to base line, in ems. */
const LEADING = 1.25;
/** From the top of a line to its base line, in ems. */
export const ASCENT = 0.95;
const MAX_LINES = 20;

/** A text's lines and where they lie, in pixels. */
export interface TextLayout {
  readonly lines: readonly string[];
  /** The em in pixels. */
  readonly height: number;
  readonly leading: number;
  readonly box: Rect;
}

/** The first point of a text is the upper left corner of its first line. Undefined when there is nothing to paint. */
export function layOutText(drawable: Drawable, size: Size): TextLayout | undefined {
  const [corner] = pixelPoints(drawable.points, size);
  const text = typeof drawable.text === 'string' ? drawable.text : '';
  if (!corner || text.trim() === '') return undefined;
  const lines = text.split(/\r?\n/, MAX_LINES).map((line) => line.replaceAll('\t', '    '));
  const height = linePixels(drawable.width, size) * TEXT_HEIGHT;
  const leading = height * LEADING;
  const width = Math.max(...lines.map((line) => textWidth(line, height)));
  return { lines, height, leading, box: { x: corner.x, y: corner.y, width, height: leading * lines.length } };
}
