import { label, type Ctx } from './brush.ts';
import { FRAME } from './handHeldPath.ts';

/** Frame numbers run from 0 to 4095. */
const NUMBER_BITS = 12;
const CHECK_BITS = 4;
const SYNC = [1, 0, 1, 0] as const;
const BLOCKS = SYNC.length + NUMBER_BITS + CHECK_BITS;

/** Side of a block and place of the first one, in pixels of the full 1920x1080 frame. */
const BLOCK = 16;
const LEFT = FRAME.width - 32 - BLOCKS * BLOCK;
const TOP = FRAME.height - 48;

/** CRC-4 (x^4 + x + 1) over the number's bits, highest first. */
function checksum(frame: number): number {
  let crc = 0;
  for (let bit = NUMBER_BITS - 1; bit >= 0; bit--) {
    const carry = ((crc >> 3) ^ (frame >> bit)) & 1;
    crc = ((crc << 1) & 0xf) ^ (carry ? 0x3 : 0);
  }
  return crc;
}

function frameBits(frame: number): number[] {
  const payload = (frame << CHECK_BITS) | checksum(frame);
  const bits = Array.from(
    { length: NUMBER_BITS + CHECK_BITS },
    (_, index) => (payload >> index) & 1,
  ).reverse();
  return [...SYNC, ...bits];
}

/** Burns the running time code, and below it the frame number in blocks, into the lower right corner. */
export function drawFrameCode(ctx: Ctx, frame: number, fps: number): void {
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(frame / fps);
  ctx.fillStyle = '#000000';
  ctx.beginPath();
  ctx.roundRect(LEFT - 16, TOP - 84, BLOCKS * BLOCK + 32, BLOCK + 100, 10);
  ctx.fill();
  const time = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}:${two(frame % fps)}`;
  label(ctx, time, LEFT + (BLOCKS * BLOCK) / 2, TOP - 40, 62, '#ffffff');
  frameBits(frame).forEach((bit, index) => {
    ctx.fillStyle = bit ? '#ffffff' : '#000000';
    ctx.fillRect(LEFT + index * BLOCK, TOP, BLOCK, BLOCK);
  });
}

/**
 * Reads the frame number from the pixels of a filmed frame at any size of the same shape, after lossy
 * coding too. Null when the picture carries no code that can be trusted.
 */
export function readFrameCode(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
): number | null {
  const scaleX = width / FRAME.width;
  const scaleY = height / FRAME.height;
  // Only the middle of a block counts: scaling and chroma sampling smear its edges.
  const brightness = (index: number) => {
    const left = Math.floor((LEFT + (index + 0.3) * BLOCK) * scaleX);
    const right = Math.max(left + 1, Math.floor((LEFT + (index + 0.7) * BLOCK) * scaleX));
    const top = Math.floor((TOP + 0.3 * BLOCK) * scaleY);
    const bottom = Math.max(top + 1, Math.floor((TOP + 0.7 * BLOCK) * scaleY));
    let sum = 0;
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) sum += rgba[(y * width + x) * 4 + 1] ?? 0;
    }
    return sum / ((right - left) * (bottom - top));
  };
  const levels = Array.from({ length: BLOCKS }, (_, index) => brightness(index));
  const [white1 = 0, black1 = 0, white2 = 0, black2 = 0] = levels;
  if (Math.min(white1, white2) - Math.max(black1, black2) < 80) return null;
  const threshold = (white1 + black1 + white2 + black2) / 4;
  const payload = levels
    .slice(SYNC.length)
    .reduce((value, level) => value * 2 + (level > threshold ? 1 : 0), 0);
  const frame = payload >> CHECK_BITS;
  return checksum(frame) === (payload & 0xf) ? frame : null;
}
