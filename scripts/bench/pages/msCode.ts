/** The moment is told modulo this, milliseconds. */
const WRAP = 1 << 14;
const BITS = 14;
const BLOCK = 16;
/** Two blocks of known colours, the number, one of parity. */
const BLOCKS = 2 + BITS + 1;

function bitsOf(moment: number): number[] {
  const value = Math.floor(moment) % WRAP;
  const bits = Array.from({ length: BITS }, (_, index) => (value >> (BITS - 1 - index)) & 1);
  return [1, 0, ...bits, bits.reduce((parity, bit) => parity ^ bit, 0)];
}

/** Paints a moment as blocks into the upper left corner. */
export function paintCode(context: CanvasRenderingContext2D, moment: number): void {
  bitsOf(moment).forEach((bit, index) => {
    context.fillStyle = bit ? '#ffffff' : '#000000';
    context.fillRect(index * BLOCK, 0, BLOCK, BLOCK);
  });
}

/** Reads the painted moments of a playing video. */
export class CodeReader {
  readonly #context: CanvasRenderingContext2D;

  constructor() {
    const canvas = document.createElement('canvas');
    canvas.width = BLOCKS * BLOCK;
    canvas.height = BLOCK;
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    this.#context = context;
  }

  /**
   * Milliseconds since the frame that is shown was painted; undefined where its code cannot be trusted.
   * @param paintedWidth of the picture that was painted; it may come smaller
   */
  age(video: HTMLVideoElement, now: number, paintedWidth: number): number | undefined {
    const { width, height } = this.#context.canvas;
    const scale = video.videoWidth / paintedWidth;
    this.#context.drawImage(video, 0, 0, width * scale, height * scale, 0, 0, width, height);
    const { data } = this.#context.getImageData(0, 0, width, height);
    const level = (block: number) => {
      let sum = 0;
      for (let y = 5; y < 11; y++)
        for (let x = 5; x < 11; x++) sum += data[(y * width + block * BLOCK + x) * 4 + 1] ?? 0;
      return sum / 36;
    };
    const levels = Array.from({ length: BLOCKS }, (_, block) => level(block));
    const [white = 0, black = 0, ...rest] = levels;
    if (white - black < 100) return undefined;
    const bits = rest.map((value) => (value > (white + black) / 2 ? 1 : 0));
    const parity = bits.pop();
    if (bits.reduce<number>((sum, bit) => sum ^ bit, 0) !== parity) return undefined;
    const value = bits.reduce<number>((sum, bit) => sum * 2 + bit, 0);
    return (Math.floor(now) - value + 4 * WRAP) % WRAP;
  }
}
