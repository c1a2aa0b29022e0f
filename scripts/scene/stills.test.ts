import { loadImage } from '@napi-rs/canvas';
import { expect, it } from 'vitest';
import { drawDemoStills } from './stills.ts';

it('draws six different full-size pictures for the demo', { timeout: 120_000 }, async () => {
  const stills = await drawDemoStills();
  expect(new Set(stills.map(({ name }) => name)).size).toBe(6);
  expect(new Set(stills.map(({ jpeg }) => jpeg.toString('base64'))).size).toBe(6);
  for (const { jpeg } of stills) {
    const { width, height } = await loadImage(jpeg);
    expect([width, height]).toEqual([1920, 1080]);
  }
});
