import { expect, type Locator, type Page } from '@playwright/test';
import sharp from 'sharp';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a <video> or <img> really shows its picture on the page, in CSS pixels; it may be letterboxed. */
export async function pictureBox(picture: Locator): Promise<Box> {
  // A picture that has just come has no size before its first frame.
  const width = () =>
    picture.evaluate((element) => {
      const image = element as HTMLVideoElement & HTMLImageElement;
      return (image.videoWidth || image.naturalWidth) * element.getBoundingClientRect().width;
    });
  await expect.poll(width).toBeGreaterThan(0);
  return picture.evaluate((element) => {
    const image = element as HTMLVideoElement & HTMLImageElement;
    const frameWidth = image.videoWidth || image.naturalWidth;
    const frameHeight = image.videoHeight || image.naturalHeight;
    const box = element.getBoundingClientRect();
    const scale = Math.min(box.width / frameWidth, box.height / frameHeight);
    const width = frameWidth * scale;
    const height = frameHeight * scale;
    return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
  });
}

/** Draws with the mouse; points are shares of the picture. */
export async function drawOn(
  page: Page,
  picture: Locator,
  points: readonly (readonly [number, number])[],
): Promise<void> {
  const box = await pictureBox(picture);
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  const [first = [0, 0], ...rest] = points;
  await page.mouse.move(...at(first));
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...at(point), { steps: 4 });
  await page.mouse.up();
}

/** What of a colour is in a picture: how much, and where its middle and edges lie, as shares of the picture. */
export interface Ink {
  pixels: number;
  x: number;
  y: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Per channel, of 255: strokes on a screen have their very colour, those in a JPEG nearly. */
const NEAR = { screen: 20, jpeg: 35 } as const;

/** Edges are found to this part of the picture's width and height. */
const BINS = 400;

/** Looks for pixels of a colour (`#rrggbb`) in an encoded picture. */
export async function findInk(
  picture: Buffer,
  color: string,
  from: keyof typeof NEAR = 'jpeg',
): Promise<Ink> {
  const wanted = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const ink: Ink = { pixels: 0, x: 0, y: 0, left: 1, right: 0, top: 1, bottom: 0 };
  const columns = new Uint32Array(BINS);
  const rows = new Uint32Array(BINS);
  for (let at = 0; at < data.length; at += 3) {
    const far = wanted.some((value, channel) => Math.abs((data[at + channel] ?? 0) - value) > NEAR[from]);
    if (far) continue;
    const pixel = at / 3;
    const x = ((pixel % info.width) + 0.5) / info.width;
    const y = (Math.floor(pixel / info.width) + 0.5) / info.height;
    ink.pixels++;
    ink.x += x;
    ink.y += y;
    columns[Math.floor(x * BINS)] = (columns[Math.floor(x * BINS)] ?? 0) + 1;
    rows[Math.floor(y * BINS)] = (rows[Math.floor(y * BINS)] ?? 0) + 1;
  }
  if (ink.pixels > 0) {
    ink.x /= ink.pixels;
    ink.y /= ink.pixels;
    [ink.left, ink.right] = edges(columns, ink.pixels);
    [ink.top, ink.bottom] = edges(rows, ink.pixels);
  }
  return ink;
}

/** First and last place with more than a stray pixel of the colour, as coding leaves some anywhere. */
function edges(counts: Uint32Array, pixels: number): [number, number] {
  const inked = (count: number) => count > pixels * 0.002;
  return [counts.findIndex(inked) / BINS, (counts.findLastIndex(inked) + 1) / BINS];
}

/** A part of a picture, as shares of its width and height. */
interface Part {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * What of a colour is seen on a page where this picture is shown, strokes over it included; looked for in the whole
 * picture or in a part of it, of which then the places are shares.
 */
export async function inkOnScreen(
  page: Page,
  picture: Locator,
  color: string,
  { left, top, right, bottom }: Part = { left: 0, top: 0, right: 1, bottom: 1 },
): Promise<Ink> {
  const { x, y, width, height } = await pictureBox(picture);
  const clip = {
    x: x + left * width,
    y: y + top * height,
    width: (right - left) * width,
    height: (bottom - top) * height,
  };
  return findInk(await page.screenshot({ clip }), color, 'screen');
}
