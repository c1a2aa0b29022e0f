// The same decoding, turning and encoding as the snapshot pipeline's, and nothing else.
import sharp from 'sharp';
import * as z from 'zod';
import { answerParent } from '../answerParent.ts';

const Request = z.object({ file: z.string() });

answerParent({ ready: true }, async (request) => {
  const { file } = Request.parse(request);
  const upright = sharp(file, { failOn: 'error' }).autoOrient();
  const shrink = (edge: number, quality: number) =>
    upright
      .clone()
      .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer();
  const original = await upright.clone().jpeg({ quality: 92, chromaSubsampling: '4:2:0' }).toBuffer();
  const [preview, thumbnail] = await Promise.all([shrink(1_920, 84), shrink(480, 78)]);
  return { bytes: original.length + preview.length + thumbnail.length };
});
