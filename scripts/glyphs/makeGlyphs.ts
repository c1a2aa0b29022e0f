/**
 * Makes shared/src/annotation/glyphTable.ts from Debian's DejaVu fonts (package fonts-dejavu-core):
 * `node scripts/glyphs/makeGlyphs.ts`. Run it again only when a character is to be added.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { create } from 'fontkitten';
import type { Font, Glyph } from 'fontkitten';

const FONT_FOLDER = '/usr/share/fonts/truetype/dejavu/';
const TARGET = new URL('../../shared/src/annotation/glyphTable.ts', import.meta.url);
/** Fine enough for letters some hundred pixels high, and small in the file. */
const UNITS_PER_EM = 512;

const characters = [
  ...range(0x20, 0x7e),
  ...range(0xa0, 0x17f),
  ...'ẞ€„“”‚‘’‹›–—…•°µ×±≤≥≠≈Ω∅⌀′″→←↑↓↔✓✗⚠',
].filter((character, index, all) => all.indexOf(character) === index);

// The bold face lacks a sign or two, which the regular one has.
const fonts = ['DejaVuSans-Bold.ttf', 'DejaVuSans.ttf'].map(readFont);
const contours: string[] = [];
const glyphs = characters.map((character) => {
  const codePoint = character.codePointAt(0) ?? 0;
  const font = fonts.find((candidate) => candidate.hasGlyphForCodePoint(codePoint));
  if (!font) throw new Error(`no font has ${character}`);
  const scale = UNITS_PER_EM / font.unitsPerEm;
  const glyph = font.glyphForCodePoint(codePoint);
  return [codePoint, Math.round(glyph.advanceWidth * scale), ...placeContours(glyph, scale)].join(' ');
});
writeFileSync(
  TARGET,
  `// Made by scripts/glyphs/makeGlyphs.ts; licence: LICENSE-glyphs.txt.

export const UNITS_PER_EM = ${UNITS_PER_EM};

/** Closed outlines, shared by the glyphs: \`L dx dy\` and \`Q cx cy dx dy\`, relative to the point before, y downwards. */
export const CONTOURS =
  '${contours.join('|')}';

/** Per glyph: code point, advance, then number of the outline and x and y of its first point, for each outline. */
export const GLYPHS =
  '${glyphs.join('|')}';
`,
);

function readFont(file: string): Font {
  const font = create(readFileSync(FONT_FOLDER + file));
  if (font.isCollection) throw new Error(`${file} is a collection`);
  return font;
}

/** Outlines are kept once: an Ä is the outlines of an A and twice the one of a dot. */
function placeContours(glyph: Glyph, scale: number): number[] {
  const placed: number[] = [];
  let start = [0, 0];
  let at = [0, 0];
  let path = '';
  // Fonts count y upwards, canvases downwards.
  const round = (value: number, index: number) => Math.round((index % 2 === 0 ? value : -value) * scale);
  for (const { command, args } of glyph.path.commands) {
    switch (command) {
      case 'moveTo':
        start = args;
        at = [0, 0];
        path = '';
        break;
      case 'lineTo':
      case 'quadraticCurveTo': {
        // Rounded from the outline's own start, so that equal outlines stay equal wherever they lie.
        const points = args.map((value, index) => value - (start[index % 2] ?? 0)).map(round);
        const relative = points.map((value, index) => value - (at[index % 2] ?? 0));
        if (relative.some((value) => value !== 0))
          path += (command === 'lineTo' ? 'L' : 'Q') + joinNumbers(relative);
        at = points.slice(-2);
        break;
      }
      case 'closePath':
        placed.push(indexOf(path), ...start.map(round));
        break;
      case 'bezierCurveTo':
        throw new Error('a TrueType outline has no cubic curves');
    }
  }
  return placed;
}

function indexOf(path: string): number {
  const known = contours.indexOf(path);
  return known >= 0 ? known : contours.push(path) - 1;
}

/** A minus sign separates as well as a space does. */
function joinNumbers(values: readonly number[]): string {
  return values.map((value, index) => (index > 0 && value >= 0 ? ` ${value}` : `${value}`)).join('');
}

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
}
