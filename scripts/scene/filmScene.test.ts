import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage, type Image } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureCameraFile } from './cameraFile.ts';
import { describeMotion } from './filmScene.ts';
import { readFrameCode } from './frameCode.ts';
import type { Point } from './handHeldPath.ts';

const film = { seconds: 1.2, fps: 10, seed: 7 };

/** The pictures of an MJPEG file, cut at their start markers. */
function splitPictures(bytes: Buffer): Buffer[] {
  const start = Buffer.from([0xff, 0xd8, 0xff]);
  const pictures: Buffer[] = [];
  for (let at = 0; at >= 0;) {
    const next = bytes.indexOf(start, at + start.length);
    pictures.push(bytes.subarray(at, next < 0 ? bytes.length : next));
    at = next;
  }
  return pictures;
}

function pixels(image: Image, width: number, height: number): Uint8ClampedArray {
  const ctx = createCanvas(width, height).getContext('2d');
  ctx.drawImage(image, 0, 0, width, height);
  return ctx.getImageData(0, 0, width, height).data;
}

/** Horizontal and vertical sampling of the three components, from the JPEG's frame header (T.81, B.2.2). */
function sampling(jpeg: Buffer): number[] {
  let at = 2;
  while (jpeg[at + 1] !== 0xc0) at += 2 + jpeg.readUInt16BE(at + 2);
  return [0, 1, 2].map((component) => jpeg[at + 11 + component * 3] ?? 0);
}

describe('the film for the fake camera', () => {
  let cache: string;
  let filed: unknown;
  const motion = describeMotion(film);
  let pictures: Buffer[];
  const cacheBefore = process.env['XDG_CACHE_HOME'];

  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'fernblick-scene-'));
    process.env['XDG_CACHE_HOME'] = cache;
    const [files, same] = await Promise.all([ensureCameraFile(film), ensureCameraFile(film)]);
    expect(same).toEqual(files);
    expect(files.video.startsWith(cache)).toBe(true);
    pictures = splitPictures(await readFile(files.video));
    filed = JSON.parse(await readFile(files.motion, 'utf8'));
  }, 120_000);

  afterAll(async () => {
    if (cacheBefore === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = cacheBefore;
    await rm(cache, { recursive: true, force: true });
  });

  it('is 4:2:0, and shows each frame as long as Chromium plays it too fast', () => {
    expect(pictures).toHaveLength(12 * 3);
    for (const picture of pictures) expect(sampling(picture)).toEqual([0x22, 0x11, 0x11]);
  });

  it.each([
    [1920, 1080],
    [1280, 720],
    [854, 480],
    [640, 360],
  ])('carries a frame number that is read at %ix%i', async (width, height) => {
    for (const [index, picture] of pictures.entries()) {
      const rgba = pixels(await loadImage(picture), width, height);
      expect(readFrameCode(rgba, width, height)).toBe(Math.floor(index / 3));
    }
  });

  it('has no frame number where the code is out of the picture', async () => {
    const rgba = pixels(await loadImage(pictures[0] ?? Buffer.alloc(0)), 1920, 1080);
    expect(readFrameCode(rgba.subarray(0, 1920 * 900 * 4), 1920, 900)).toBeNull();
  });

  it('tells where the named points stand in every picture', async () => {
    expect(filed).toEqual(motion);
    let looked = 0;
    for (const [frame, { points, worldToFrame }] of motion.frames.entries()) {
      const rgba = pixels(await loadImage(pictures[frame * 3] ?? Buffer.alloc(0)), 1920, 1080);
      const [zoom] = worldToFrame;
      /** Red and blue at a distance in world units from a named point; null when out of the picture. */
      const colour = ([pointX, pointY]: Point, dx: number, dy: number) => {
        const [x, y] = [Math.round(pointX * 1920 + dx * zoom), Math.round(pointY * 1080 + dy * zoom)];
        if (x < 0 || y < 0 || x >= 1920 || y >= 1080) return null;
        looked++;
        const at = (y * 1920 + x) * 4;
        return { red: rgba[at] ?? 0, blue: rgba[at + 2] ?? 0 };
      };
      // V2's wheel has a blue rim on all four sides of its centre, and the gauge a pale dial beside its hub.
      for (const [dx, dy] of [
        [0, -113],
        [0, 113],
        [-113, 0],
        [113, 0],
      ] as const) {
        const rim = colour(points.V2, dx, dy);
        if (rim) expect(rim.blue).toBeGreaterThan(rim.red + 25);
      }
      for (const dx of [-32, 32]) {
        const dial = colour(points.gauge, dx, 8);
        if (dial) expect(Math.min(dial.red, dial.blue)).toBeGreaterThan(150);
      }
    }
    expect(looked).toBeGreaterThan(motion.frames.length * 4);
  });
});
