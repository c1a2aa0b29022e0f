import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { fractalNoise, seededRandom } from './random.ts';

export type Ctx = SKRSContext2D;
type Fill = Ctx['fillStyle'];

const NOISE_SIZE = 512;
const noise = fractalNoise(71, NOISE_SIZE, 4, 7);

function noiseAt(x: number, y: number): number {
  const wrap = (n: number) => ((Math.floor(n) % NOISE_SIZE) + NOISE_SIZE) % NOISE_SIZE;
  return noise[wrap(y) * NOISE_SIZE + wrap(x)] ?? 0.5;
}

/** A tile of one colour whose opacity follows the noise between the two thresholds. */
function noiseTile(colour: readonly [number, number, number], from: number, to: number): Canvas {
  const tile = createCanvas(NOISE_SIZE, NOISE_SIZE);
  const ctx = tile.getContext('2d');
  const image = ctx.createImageData(NOISE_SIZE, NOISE_SIZE);
  noise.forEach((value, index) => {
    const alpha = Math.min(1, Math.max(0, (value - from) / (to - from)));
    image.data.set([...colour, alpha * 255], index * 4);
  });
  ctx.putImageData(image, 0, 0);
  return tile;
}

const dirtTile = noiseTile([24, 20, 14], 0.46, 0.78);
const lightTile = noiseTile([255, 250, 235], 0.46, 0.8);

/** A canvas repeated in both directions as a fill. */
export function tiled(ctx: Ctx, tile: Canvas) {
  const pattern = ctx.createPattern(tile, 'repeat');
  if (!pattern) throw new Error('This canvas cannot be repeated as a pattern');
  return pattern;
}

/** Fills a rectangle with cloudy dirt and worn light spots; `scale` is the size of the clouds. */
export function weather(
  ctx: Ctx,
  [x, y, width, height]: readonly [number, number, number, number],
  { dirt = 0.3, light = 0.15, scale = 1 } = {},
): void {
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(scale, scale);
  for (const [tile, alpha, shift] of [
    [dirtTile, dirt, 0],
    [lightTile, light, 210],
  ] as const) {
    ctx.globalAlpha = alpha;
    ctx.translate(-shift, -shift);
    ctx.fillStyle = tiled(ctx, tile);
    ctx.fillRect(shift, shift, width / scale + shift, height / scale + shift);
  }
  ctx.restore();
}

const SHADOW_STEP = 4;

/**
 * Paints a part on a sheet of its own and lays it down with the shadow of its outline; `draw` may use
 * 'source-atop' to keep dirt and rust on the part. Lengths of the shadow are world units.
 */
export function part(
  ctx: Ctx,
  draw: (sheet: Ctx) => void,
  shadow = { x: 22, y: 30, blur: 34, alpha: 0.5 },
): void {
  const { width, height } = ctx.canvas;
  const sheet = createCanvas(width, height);
  const sheetCtx = sheet.getContext('2d');
  const transform = ctx.getTransform();
  sheetCtx.setTransform(transform);
  draw(sheetCtx);
  // Blurred edges need no fine pixels: the shadow alone is cast on a small sheet, which is far quicker.
  const dim = createCanvas(Math.ceil(width / SHADOW_STEP), Math.ceil(height / SHADOW_STEP));
  const dimCtx = dim.getContext('2d');
  const scale = Math.hypot(transform.a, transform.b) / SHADOW_STEP;
  dimCtx.shadowColor = `rgba(8, 10, 14, ${shadow.alpha})`;
  dimCtx.shadowOffsetX = shadow.x * scale + dim.width;
  dimCtx.shadowOffsetY = shadow.y * scale;
  dimCtx.shadowBlur = shadow.blur * scale;
  dimCtx.drawImage(sheet, -dim.width, 0, width / SHADOW_STEP, height / SHADOW_STEP);
  ctx.save();
  ctx.resetTransform();
  ctx.drawImage(dim, 0, 0, dim.width * SHADOW_STEP, dim.height * SHADOW_STEP);
  ctx.drawImage(sheet, 0, 0);
  ctx.restore();
}

/** Mixes a `#rrggbb` colour with white (amount > 0) or black (amount < 0), amount in -1 to 1. */
export function shade(colour: string, amount: number): string {
  const channels = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
  const target = amount > 0 ? 255 : 0;
  const mixed = channels.map((channel) => Math.round(channel + (target - channel) * Math.abs(amount)));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** Across a round bar from 0 to 1: how much lighter or darker than its colour it looks. */
const ROUND_LIGHT = [
  [0, -0.35],
  [0.14, 0.1],
  [0.28, 0.5],
  [0.4, 0.12],
  [0.68, -0.38],
  [0.88, -0.68],
  [1, -0.5],
] as const;

/** The colour at one place across a round bar, `t` from 0 to 1. */
export function roundLightAt(colour: string, t: number): string {
  const next = ROUND_LIGHT.findIndex(([stop]) => stop >= t);
  const [toStop, toAmount] = ROUND_LIGHT[Math.max(1, next)] ?? [1, 0];
  const [fromStop, fromAmount] = ROUND_LIGHT[Math.max(1, next) - 1] ?? [0, 0];
  return shade(colour, fromAmount + ((toAmount - fromAmount) * (t - fromStop)) / (toStop - fromStop));
}

/** The light on a round bar between two edges: lit from above left, a bounce of light at the lower edge. */
export function roundLight(
  ctx: Ctx,
  from: readonly [number, number],
  to: readonly [number, number],
  colour: string,
) {
  const gradient = ctx.createLinearGradient(from[0], from[1], to[0], to[1]);
  for (const [stop, amount] of ROUND_LIGHT) gradient.addColorStop(stop, shade(colour, amount));
  return gradient;
}

/** Fills a rectangle as the side of a cylinder lying along 'x' or standing along 'y'. */
export function cylinder(
  ctx: Ctx,
  [x, y, width, height]: readonly [number, number, number, number],
  colour: string,
  axis: 'x' | 'y',
  radius = 4,
): void {
  ctx.fillStyle =
    axis === 'x'
      ? roundLight(ctx, [x, y], [x, y + height], colour)
      : roundLight(ctx, [x, y], [x + width, y], colour);
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, radius);
  ctx.fill();
}

export function disc(ctx: Ctx, x: number, y: number, radius: number, fill: Fill): void {
  ctx.fillStyle = fill;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, Math.PI * 2);
  ctx.fill();
}

/** A round face seen from the front, lit from above left. */
export function face(ctx: Ctx, x: number, y: number, radius: number, colour: string, depth = 0.5): void {
  const light = ctx.createRadialGradient(x - radius * 0.4, y - radius * 0.5, radius * 0.05, x, y, radius);
  light.addColorStop(0, shade(colour, depth * 0.8));
  light.addColorStop(0.45, shade(colour, 0));
  light.addColorStop(1, shade(colour, -depth));
  disc(ctx, x, y, radius, light);
}

/** A hexagon bolt head seen from the front, with its washer. */
export function bolt(ctx: Ctx, x: number, y: number, radius: number, turn = 0): void {
  disc(ctx, x + radius * 0.18, y + radius * 0.25, radius * 1.35, 'rgba(0, 0, 0, 0.45)');
  face(ctx, x, y, radius * 1.25, '#6f7376', 0.45);
  const light = ctx.createLinearGradient(x - radius, y - radius, x + radius, y + radius);
  light.addColorStop(0, '#e3e5e4');
  light.addColorStop(0.5, '#8b8f91');
  light.addColorStop(1, '#3c3f42');
  ctx.fillStyle = light;
  ctx.beginPath();
  for (let corner = 0; corner < 6; corner++) {
    const angle = turn + (corner * Math.PI) / 3;
    ctx.lineTo(x + Math.cos(angle) * radius, y + Math.sin(angle) * radius);
  }
  ctx.fill();
}

/** A patch of rust with frayed edges and, below it, `drips` streaks; `seed` chooses its form. */
export function rust(ctx: Ctx, x: number, y: number, radius: number, seed: number, drips = 0): void {
  const size = Math.ceil(radius * 2);
  const sheet = createCanvas(size, size);
  const sheetCtx = sheet.getContext('2d');
  const image = sheetCtx.createImageData(size, size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const distance = Math.hypot(column - radius, row - radius) / radius;
      const coarse = noiseAt(column * 0.9 + seed * 97, row * 0.9 + seed * 61);
      const fine = noiseAt(column * 2.7 + seed * 31, row * 2.7 + seed * 17);
      const alpha = Math.min(1, Math.max(0, (coarse * 0.7 + fine * 0.5 - 0.12 - distance * 0.55) * 5));
      image.data.set(
        [42 + fine * 140, 20 + fine * 66, 12 + fine * 24, alpha * 215],
        (row * size + column) * 4,
      );
    }
  }
  sheetCtx.putImageData(image, 0, 0);
  ctx.drawImage(sheet, x - radius, y - radius);
  const random = seededRandom(seed);
  for (let drip = 0; drip < drips; drip++) {
    streak(
      ctx,
      x + (random() - 0.5) * radius,
      y,
      4 + random() * 9,
      radius * (1 + random() * 1.6),
      '110, 52, 20',
      0.55,
    );
  }
}

/** What ran down a surface: strongest near the top, fading out below. `rgb` is 'r, g, b'. */
export function streak(
  ctx: Ctx,
  x: number,
  y: number,
  width: number,
  length: number,
  rgb: string,
  alpha: number,
): void {
  const fade = ctx.createLinearGradient(0, y, 0, y + length);
  fade.addColorStop(0, `rgba(${rgb}, 0)`);
  fade.addColorStop(0.07, `rgba(${rgb}, ${alpha})`);
  fade.addColorStop(0.6, `rgba(${rgb}, ${alpha * 0.5})`);
  fade.addColorStop(1, `rgba(${rgb}, 0)`);
  ctx.fillStyle = fade;
  ctx.beginPath();
  ctx.moveTo(x - width / 2, y);
  ctx.quadraticCurveTo(x - width * 0.6, y + length * 0.6, x - width * 0.1, y + length);
  ctx.quadraticCurveTo(x + width * 0.7, y + length * 0.5, x + width / 2, y);
  ctx.fill();
}

export function label(
  ctx: Ctx,
  text: string,
  x: number,
  y: number,
  size: number,
  colour: string,
  { weight = 'bold', align = 'center' }: { weight?: string; align?: Ctx['textAlign'] } = {},
): void {
  ctx.font = `${weight} ${size}px "DejaVu Sans", sans-serif`;
  ctx.textAlign = align;
  ctx.textBaseline = 'middle';
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}
