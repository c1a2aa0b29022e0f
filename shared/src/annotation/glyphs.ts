import type { Point } from './frames.ts';
import type { PaintContext } from './PaintContext.ts';

/** `glyphs.json`, made by scripts/glyphs: outlines in units of the em, y downwards, 0 on the base line. */
interface GlyphTable {
  readonly unitsPerEm: number;
  /** Closed outlines, shared by the glyphs: `L dx dy` and `Q cx cy dx dy`, each relative to the point before. */
  readonly contours: readonly string[];
  /** Per character: its advance, then contour, x and y of each outline's first point. */
  readonly glyphs: Readonly<Record<string, readonly number[]>>;
}

type Command = readonly number[];

let table: GlyphTable | undefined;
let contours: readonly (readonly Command[])[] = [];
let loading: Promise<void> | undefined;

/** Advance of a missing glyph in ems: its hollow box. */
const BOX_ADVANCE = 0.6;

/**
 * Loads the outlines of the letters, once. Until then every letter is painted as a hollow box,
 * so wait for it before painting, or paint again after it.
 */
export function loadGlyphs(): Promise<void> {
  loading ??= import('./glyphs.json', { with: { type: 'json' } }).then(({ default: loaded }) => {
    contours = loaded.contours.map(parseContour);
    table = loaded;
  });
  return loading;
}

/** Width of one line of text in pixels for letters of `height` pixels (the em). */
export function textWidth(text: string, height: number): number {
  let width = 0;
  for (const character of text) width += advance(character);
  return width * height;
}

/** Adds one line of text to the current path; `at` is the left end of its base line, `height` the em. Pixels. */
export function traceText(ctx: PaintContext, text: string, at: Point, height: number): void {
  let x = at.x;
  for (const character of text) {
    traceGlyph(ctx, character, { x, y: at.y }, height);
    x += advance(character) * height;
  }
}

function advance(character: string): number {
  const glyph = glyphOf(character);
  return table && glyph ? (glyph[0] ?? 0) / table.unitsPerEm : BOX_ADVANCE;
}

function glyphOf(character: string): readonly number[] | undefined {
  return table && Object.hasOwn(table.glyphs, character) ? table.glyphs[character] : undefined;
}

function traceGlyph(ctx: PaintContext, character: string, at: Point, height: number): void {
  const glyph = glyphOf(character);
  if (!table || !glyph) return traceBox(ctx, at, height);
  const scale = height / table.unitsPerEm;
  for (let index = 1; index + 2 < glyph.length; index += 3) {
    const contour = contours[glyph[index] ?? -1] ?? [];
    let x = at.x + (glyph[index + 1] ?? 0) * scale;
    let y = at.y + (glyph[index + 2] ?? 0) * scale;
    ctx.moveTo(x, y);
    for (const [a = 0, b = 0, c, d] of contour) {
      if (c === undefined || d === undefined) {
        x += a * scale;
        y += b * scale;
        ctx.lineTo(x, y);
      } else {
        const controlX = x + a * scale;
        const controlY = y + b * scale;
        x += c * scale;
        y += d * scale;
        ctx.quadraticCurveTo(controlX, controlY, x, y);
      }
    }
    ctx.closePath();
  }
}

/** Two rectangles of opposite direction: the inner one stays empty. */
function traceBox(ctx: PaintContext, { x, y }: Point, height: number): void {
  const [left, right, top, line] = [x + height * 0.08, x + height * 0.52, y - height * 0.7, height * 0.07];
  trace(ctx, left, y, right, top);
  trace(ctx, right - line, y - line, left + line, top + line);
}

function trace(ctx: PaintContext, x1: number, y1: number, x2: number, y2: number): void {
  ctx.moveTo(x1, y1);
  // The second rectangle comes with x1 > x2 and so runs the other way round.
  ctx.lineTo(x1, y2);
  ctx.lineTo(x2, y2);
  ctx.lineTo(x2, y1);
  ctx.closePath();
}

function parseContour(text: string): Command[] {
  return Array.from(text.matchAll(/[LQ][^LQ]*/g), ([command]) =>
    Array.from(command.matchAll(/-?\d+/g), Number),
  );
}
