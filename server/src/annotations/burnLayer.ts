import { createCanvas } from '@napi-rs/canvas';
import { loadGlyphs, paintLayer } from '@fernblick/shared/annotation';
import type { PaintLayerOptions } from '@fernblick/shared/annotation';
import type { Stroke } from '@fernblick/shared/protocol';
import sharp from 'sharp';

/** Enough for every camera that takes part; more would only fill the memory. */
const MAX_PIXELS = 100_000_000;

/** A picture with its strokes painted in. */
export interface BurnedPicture {
  readonly jpeg: Buffer;
  /** Pixels, as the picture is seen: a turn noted in its file is carried out. */
  readonly width: number;
  readonly height: number;
}

/**
 * Paints strokes into a picture at its full resolution, exactly as the screens show them. JPEG of quality 90.
 * Decoding and encoding run on other threads; only the painting itself takes the event loop.
 * @param original JPEG or PNG
 * @throws Error when the picture cannot be read or is too large
 */
export async function burnLayer(
  original: Buffer,
  strokes: readonly Stroke[],
  options: PaintLayerOptions = {},
): Promise<BurnedPicture> {
  await loadGlyphs();
  const picture = sharp(original, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
  const { autoOrient } = await picture.metadata();
  const { width, height } = autoOrient;
  const canvas = createCanvas(width, height);
  paintLayer(canvas.getContext('2d'), strokes, { width, height }, options);
  const jpeg = await picture
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .composite([
      {
        // The canvas keeps its colours multiplied by their alpha; taking them as they are saves an encoder's work.
        input: canvas.data(),
        raw: { width, height, channels: 4, premultiplied: true },
      },
    ])
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return { jpeg, width, height };
}
