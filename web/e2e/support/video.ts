import { expect, type Locator } from '@playwright/test';
import { readFrameCode } from '../../../scripts/scene/frameCode.ts';

interface Frame {
  width: number;
  height: number;
  /** RGBA, row by row. */
  pixels: Uint8Array;
}

/** The decoded frame that a <video> or <img> shows now, at its own size or at the size asked for. */
export async function decodedFrame(
  picture: Locator,
  scaledTo?: { width: number; height: number },
): Promise<Frame> {
  const { width, height, base64 } = await picture.evaluate((element, scaledTo) => {
    const isVideo = element instanceof HTMLVideoElement;
    const image = element as HTMLVideoElement & HTMLImageElement;
    const size = isVideo ? [image.videoWidth, image.videoHeight] : [image.naturalWidth, image.naturalHeight];
    const [ownWidth = 0, ownHeight = 0] = size;
    const { width, height } = scaledTo ?? { width: ownWidth, height: ownHeight };
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    if (!context || ownWidth === 0) return { width: 0, height: 0, base64: '' };
    context.drawImage(image, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    let binary = '';
    for (let at = 0; at < data.length; at += 32_768)
      binary += String.fromCharCode(...data.subarray(at, at + 32_768));
    return { width, height, base64: btoa(binary) };
  }, scaledTo);
  return { width, height, pixels: new Uint8Array(Buffer.from(base64, 'base64')) };
}

/** Number of the filmed frame that is shown; null while there is none that can be read. */
export async function shownFrame(picture: Locator): Promise<number | null> {
  const { width, height, pixels } = await decodedFrame(picture, { width: 640, height: 360 });
  return width === 0 ? null : readFrameCode(pixels, width, height);
}

/** Waits until the picture has moved on to another filmed frame, and so is being decoded. */
export async function expectMoving(video: Locator): Promise<void> {
  let first: number | null = null;
  await expect
    .poll(async () => {
      const now = await shownFrame(video);
      first ??= now;
      return now !== null && first !== null && now !== first;
    })
    .toBe(true);
}
