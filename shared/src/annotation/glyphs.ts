import type { Point } from './frames.ts';
import type { PaintContext } from './PaintContext.ts';

/** Numbers of one command: two for a line, four for a quadratic curve. */
type Command = readonly number[];

interface Glyph {
  /** In ems, like all here. */
  readonly advance: number;
  readonly outlines: readonly { readonly start: Point; readonly contour: readonly Command[] }[];
}

let glyphs: ReadonlyMap<string, Glyph> | undefined;
let loading: Promise<void> | undefined;

/** Advance of a missing glyph: its hollow box. */
const BOX_ADVANCE = 0.6;

/**
 * Loads the outlines of the letters, once. Until then every letter is painted as a hollow box,
 * so wait for it before painting, or paint again after it.
 */
export function loadGlyphs(): Promise<void> {
  loading ??= import('./glyphTable.ts').then((table) => {
    glyphs = readTable(table.CONTOURS, table.GLYPHS, table.UNITS_PER_EM);
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
  return glyphs?.get(character)?.advance ?? BOX_ADVANCE;
}

function traceGlyph(ctx: PaintContext, character: string, at: Point, height: number): void {
  const glyph = glyphs?.get(character);
  if (!glyph) return traceBox(ctx, at, height);
  for (const { start, contour } of glyph.outlines) {
    let x = at.x + start.x * height;
    let y = at.y + start.y * height;
    ctx.moveTo(x, y);
    for (const [a = 0, b = 0, c, d] of contour) {
      const [nextX, nextY] = [x + (c ?? a) * height, y + (d ?? b) * height];
      if (c === undefined) ctx.lineTo(nextX, nextY);
      else ctx.quadraticCurveTo(x + a * height, y + b * height, nextX, nextY);
      [x, y] = [nextX, nextY];
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

/** Takes the generated table (see glyphTable.ts) apart. */
function readTable(contourText: string, glyphText: string, unitsPerEm: number): Map<string, Glyph> {
  const contours = contourText
    .split('|')
    .map((contour) =>
      Array.from(contour.matchAll(/[LQ][^LQ]*/g), ([command]) =>
        Array.from(command.matchAll(/-?\d+/g), ([number]) => Number(number) / unitsPerEm),
      ),
    );
  return new Map(
    glyphText.split('|').map((glyph) => {
      const [codePoint = 0, width = 0, ...places] = glyph.split(' ').map(Number);
      const outlines = [];
      for (let index = 0; index + 2 < places.length; index += 3) {
        const [number = 0, x = 0, y = 0] = places.slice(index, index + 3);
        outlines.push({ start: { x: x / unitsPerEm, y: y / unitsPerEm }, contour: contours[number] ?? [] });
      }
      return [String.fromCodePoint(codePoint), { advance: width / unitsPerEm, outlines }];
    }),
  );
}
