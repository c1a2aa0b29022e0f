import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { chromium } from '@playwright/test';
import { loadGlyphs, paintLayer } from '@fernblick/shared/annotation';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createViteServer } from 'vitest/node';
import { sampleStrokes } from './sampleStrokes.ts';

const size = { width: 1280, height: 720 };
const options = { names: true };
const background = '#6d7a80';

test('the browser and the server paint the same picture', { timeout: 60_000 }, async () => {
  const [inBrowser, onServer] = [await paintInChromium(), await paintOnServer()];
  expect(inBrowser.length).toBe(size.width * size.height * 3);
  const { mean, shareFarOff, painted } = compare(inBrowser, onServer);
  expect(painted, 'share of values that are not background').toBeGreaterThan(0.02);
  expect(mean, 'mean difference of a colour value').toBeLessThan(0.05);
  expect(shareFarOff, 'share of values off by more than 48').toBeLessThan(0.0002);
});

async function paintOnServer(): Promise<Buffer> {
  await loadGlyphs();
  const canvas = createCanvas(size.width, size.height);
  const ctx = canvas.getContext('2d');
  ctx.fillStyle = background;
  ctx.fillRect(0, 0, size.width, size.height);
  paintLayer(ctx, sampleStrokes, size, options);
  return rawPixels(await canvas.encode('png'));
}

/** Serves the very sources to a real browser, bundled as the pages' are. */
async function paintInChromium(): Promise<Buffer> {
  const cacheDir = await mkdtemp(join(tmpdir(), 'painter-'));
  const vite = await createViteServer({
    configFile: false,
    logLevel: 'error',
    cacheDir,
    root: join(import.meta.dirname, '../../../shared'),
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    await vite.listen();
    const origin = new URL(vite.resolvedUrls?.local[0] ?? '').origin;
    const page = await browser.newPage();
    await page.route(`${origin}/`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>.' }));
    await page.goto(`${origin}/`);
    const script = `(async () => {
      const { loadGlyphs, paintLayer } = await import('/src/annotation/index.ts');
      await loadGlyphs();
      const { strokes, size, options, background } = ${JSON.stringify({ strokes: sampleStrokes, size, options, background })};
      const canvas = Object.assign(document.createElement('canvas'), size);
      const ctx = canvas.getContext('2d', { willReadFrequently: true });
      ctx.fillStyle = background;
      ctx.fillRect(0, 0, size.width, size.height);
      paintLayer(ctx, strokes, size, options);
      return canvas.toDataURL('image/png');
    })()`;
    const url = String(await page.evaluate(script));
    return await rawPixels(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
  } finally {
    await browser.close();
    await vite.close();
    await rm(cacheDir, { recursive: true });
  }
}

function rawPixels(png: Buffer): Promise<Buffer> {
  return sharp(png).removeAlpha().raw().toBuffer();
}

function compare(a: Buffer, b: Buffer): { mean: number; shareFarOff: number; painted: number } {
  const differences = a.map((value, index) => Math.abs(value - (b[index] ?? 0)));
  const share = (count: number) => count / a.length;
  return {
    mean: share(differences.reduce((sum, value) => sum + value, 0)),
    shareFarOff: share(differences.filter((value) => value > 48).length),
    painted: share(a.filter((value, index) => Math.abs(value - (a[index % 3] ?? 0)) > 48).length),
  };
}
