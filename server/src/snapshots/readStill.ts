import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { MAX_PIXELS } from '@fernblick/shared/api';
import { FernblickError } from '@fernblick/shared/protocol';

export interface Still {
  /** Upright, without hidden data, JPEG. */
  original: Buffer;
  /** At most 1920 x 1920. */
  preview: Buffer;
  /** At most 480 x 480. */
  thumbnail: Buffer;
  width: number;
  height: number;
}

const accepted = new Set(['image/jpeg', 'image/png', 'image/webp']);

/**
 * Checks what was uploaded by its content, turns it upright and strips what cameras hide in files (position,
 * serial numbers). SVG and everything that is no photograph is refused.
 * @throws UPLOAD_NOT_IMAGE, UPLOAD_TOO_MANY_PIXELS, UPLOAD_BROKEN
 */
export async function readStill(bytes: Buffer): Promise<Still> {
  const type = await fileTypeFromBuffer(bytes);
  if (!type || !accepted.has(type.mime)) {
    throw new FernblickError('UPLOAD_NOT_IMAGE', 'only JPEG, PNG and WebP pictures are taken');
  }
  const size = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw new FernblickError('UPLOAD_BROKEN', 'the picture cannot be read');
    });
  if (size.width * size.height > MAX_PIXELS) {
    throw new FernblickError('UPLOAD_TOO_MANY_PIXELS', `at most ${MAX_PIXELS} pixels`);
  }
  try {
    // sharp writes no metadata unless asked to, and `autoOrient` bakes the turning into the pixels.
    const upright = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).autoOrient();
    const { data: original, info } = await upright
      .clone()
      .jpeg({ quality: 92, chromaSubsampling: '4:2:0' })
      .toBuffer({ resolveWithObject: true });
    const shrink = (edge: number, quality: number) =>
      upright
        .clone()
        .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality })
        .toBuffer();
    const [preview, thumbnail] = await Promise.all([shrink(1_920, 84), shrink(480, 78)]);
    return { original, preview, thumbnail, width: info.width, height: info.height };
  } catch {
    throw new FernblickError('UPLOAD_BROKEN', 'the picture cannot be read');
  }
}
