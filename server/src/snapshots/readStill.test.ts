import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readStill } from './readStill.ts';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } });

test('a turned phone picture comes out upright, without its hidden data', async () => {
  const bytes = await picture(400, 300)
    .jpeg()
    .withExif({ IFD0: { Make: 'ACME', Orientation: '6' }, IFD3: { GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const still = await readStill(bytes);
  expect([still.width, still.height]).toEqual([300, 400]);
  const metadata = await sharp(still.original).metadata();
  expect(metadata.exif).toBeUndefined();
  expect(metadata.orientation).toBeUndefined();
  expect(still.original.includes('ACME')).toBe(false);
});

test('a large picture keeps its pixels; preview and thumbnail are small', async () => {
  const still = await readStill(await picture(4_000, 3_000).jpeg().toBuffer());
  expect([still.width, still.height]).toEqual([4_000, 3_000]);
  expect(await sharp(still.preview).metadata()).toMatchObject({ width: 1_920, height: 1_440 });
  expect(await sharp(still.thumbnail).metadata()).toMatchObject({ width: 480, height: 360 });
});

test.each([
  [
    'SVG',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>'),
    'UPLOAD_NOT_IMAGE',
  ],
  ['text', Buffer.from('hello'), 'UPLOAD_NOT_IMAGE'],
  ['nothing', Buffer.alloc(0), 'UPLOAD_NOT_IMAGE'],
  ['a web page that says it is a picture', Buffer.from('<html><img src=x>'), 'UPLOAD_NOT_IMAGE'],
  ['a picture bomb', pngOf(30_000, 30_000), 'UPLOAD_TOO_MANY_PIXELS'],
])('%s is refused', async (_what, bytes, code) => {
  await expect(readStill(bytes)).rejects.toMatchObject({ code });
});

test('a picture that breaks off is refused', async () => {
  const whole = await picture(800, 600).jpeg().toBuffer();
  await expect(readStill(whole.subarray(0, 700))).rejects.toMatchObject({ code: 'UPLOAD_BROKEN' });
});

/** A PNG that says it is huge and holds next to nothing. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, checksum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const pixels = deflateSync(Buffer.alloc(1_000));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}
