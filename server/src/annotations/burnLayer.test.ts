import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { burnLayer } from './burnLayer.ts';
import { sampleStrokes } from './sampleStrokes.ts';

/** The sample's big red dot. */
const dot = sampleStrokes.filter(({ body }) => body.tool === 'pen' && body.points.length === 1);

function picture(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#204060' } });
}

async function pixel(jpeg: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  const at = (Math.round(y * info.height) * info.width + Math.round(x * info.width)) * info.channels;
  return [...data.subarray(at, at + 3)];
}

function isNear(colour: readonly number[], wanted: readonly number[]): boolean {
  return colour.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) < 24);
}

test('strokes are burned in at full resolution where they were drawn, the rest stays as it was', async () => {
  const burned = await burnLayer(await picture(4000, 3000).jpeg().toBuffer(), dot);
  expect(burned).toMatchObject({ width: 4000, height: 3000 });
  expect(await sharp(burned.jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 4000, height: 3000 });
  expect(await pixel(burned.jpeg, 0.04, 0.06)).toSatisfy((at: number[]) => isNear(at, [0xe5, 0x33, 0x2a]));
  expect(await pixel(burned.jpeg, 0.5, 0.5)).toSatisfy((at: number[]) => isNear(at, [0x20, 0x40, 0x60]));
});

test('a picture that lies on its side in the file is burned upright, as it was seen', async () => {
  const turned = await picture(300, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const burned = await burnLayer(turned, dot);
  expect(burned).toMatchObject({ width: 200, height: 300 });
  expect(await sharp(burned.jpeg).metadata()).toMatchObject({ width: 200, height: 300 });
  expect(await pixel(burned.jpeg, 0.04, 0.06)).toSatisfy((at: number[]) => isNear(at, [0xe5, 0x33, 0x2a]));
});

test('a see-through rim mixes with the picture instead of darkening or brightening it', async () => {
  // The yellow stamp's rim is black at 0.6: over mid grey it gives a darker grey, never black.
  const warning = sampleStrokes.filter(({ body }) => body.stamp === 'warning');
  const grey = await sharp({ create: { width: 1280, height: 720, channels: 4, background: '#808080' } })
    .png()
    .toBuffer();
  const { jpeg } = await burnLayer(grey, warning);
  const { data } = await sharp(jpeg).greyscale().raw().toBuffer({ resolveWithObject: true });
  const row = [...data.subarray(665 * 1280 + 280, 665 * 1280 + 340)];
  const darkest = Math.min(...row.slice(0, 30));
  expect(darkest).toBeGreaterThan(30);
  expect(darkest).toBeLessThan(90);
});

test('what is no picture is refused', async () => {
  await expect(burnLayer(Buffer.from('not a picture'), dot)).rejects.toThrow();
});
