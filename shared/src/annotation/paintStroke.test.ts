import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadGlyphs } from './glyphs.ts';
import type { Drawable } from './drawable.ts';
import type { PaintContext } from './PaintContext.ts';
import { LASER_MS, paintLaser } from './paintLaser.ts';
import { paintStroke } from './paintStroke.ts';

/** Notes what is painted and is as strict as a canvas: a negative radius throws. */
class NotingContext implements PaintContext {
  fillStyle: unknown;
  strokeStyle: unknown;
  globalAlpha = 1;
  lineWidth = 1;
  lineJoin = 'miter';
  lineCap = 'butt';
  saved = 0;
  readonly fills: unknown[] = [];
  readonly numbers: number[] = [];

  save(): void {
    this.saved++;
  }
  restore(): void {
    this.saved--;
  }
  beginPath(): void {}
  closePath(): void {}
  readonly moveTo = (...numbers: number[]): void => {
    this.numbers.push(...numbers);
  };
  readonly lineTo = this.moveTo;
  readonly quadraticCurveTo = this.moveTo;
  readonly rect = this.moveTo;
  arc(...numbers: [number, number, number, number, number]): void {
    if (numbers[2] < 0) throw new RangeError('negative radius');
    this.numbers.push(...numbers);
  }
  ellipse(...numbers: [number, number, number, number, number, number, number]): void {
    if (numbers[2] < 0 || numbers[3] < 0) throw new RangeError('negative radius');
    this.numbers.push(...numbers);
  }
  fill(): void {
    this.fills.push(this.fillStyle);
  }
  stroke(): void {
    this.fills.push(this.strokeStyle);
  }
}

const size = { width: 640, height: 360 };

beforeAll(loadGlyphs);

test('no body makes the painter throw, hang, paint NaN, take a foreign style or leave a changed context', () => {
  const odd = fc.oneof(fc.double(), fc.constantFrom(0, -1, 1e300, NaN, Infinity));
  const body = fc.record({
    tool: fc.constantFrom('pen', 'arrow', 'ellipse', 'rectangle', 'text', 'stamp', 'laser', 'spray'),
    color: fc.constantFrom('#e5332a', 'url(https://example.com/x)', ''),
    width: odd,
    points: fc.oneof(fc.constant(null), fc.array(fc.tuple(odd, odd, odd), { maxLength: 12 })),
    text: fc.oneof(fc.constant(undefined), fc.string({ unit: 'binary' }), fc.constant(7)),
    stamp: fc.constantFrom('tick', 'cross', 'warning', 'number', 'constructor', undefined),
  });
  fc.assert(
    fc.property(body, odd, (drawable, age) => {
      const ctx = new NotingContext();
      // What comes over the wire is checked before; the painter must hold even if that failed.
      paintStroke(ctx, drawable as unknown as Drawable, size);
      paintLaser(ctx, drawable.points as Drawable['points'], size, drawable.color, age);
      expect(ctx.saved).toBe(0);
      expect(ctx.numbers.every(Number.isFinite)).toBe(true);
      expect(ctx.fills.every((style) => /^#[0-9a-f]{6}$|^rgba\(/.test(String(style)))).toBe(true);
    }),
    { seed: 20_263, numRuns: 500 },
  );
});

test('a letter has its outline; what the table lacks is a hollow box of its own width', () => {
  const paint = (text: string) => {
    const ctx = new NotingContext();
    paintStroke(ctx, { tool: 'text', color: '#e5332a', width: 0.01, points: [[0.1, 0.1, 0]], text }, size);
    return ctx.numbers.length;
  };
  expect(paint('Ä')).toBeGreaterThan(paint('A'));
  expect(paint('漢')).toBe(paint('字'));
  for (const letter of '„“”‚‘’–—…°µ×±≤≥Ω→←↑↓✓✗⚠äöüÄÖÜßẞ€łřŐ⌀')
    expect(paint(letter), letter).not.toBe(paint('漢'));
});

test('the laser fades away', () => {
  const paint = (age: number) => {
    const ctx = new NotingContext();
    paintLaser(
      ctx,
      [
        [0.1, 0.1, 0],
        [0.2, 0.2, 100],
      ],
      size,
      '#ff0000',
      age,
    );
    return ctx.fills.length;
  };
  expect(paint(0)).toBeGreaterThan(paint(LASER_MS - 1));
  expect(paint(LASER_MS - 1)).toBeGreaterThan(0);
  expect(paint(LASER_MS)).toBe(0);
});
