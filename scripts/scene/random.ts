/** A seeded stream of numbers in [0, 1) (mulberry32): the same seed draws the same picture everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const smooth = (t: number) => t * t * (3 - 2 * t);

/**
 * Fractal value noise on a square of `size` pixels (a power of two), values in [0, 1] around 0.5.
 * It repeats without a seam. `cells` is the number of lattice cells of the coarsest octave.
 */
export function fractalNoise(seed: number, size: number, cells = 4, octaves = 6): Float32Array {
  const random = seededRandom(seed);
  const field = new Float32Array(size * size);
  let weightSum = 0;
  for (let octave = 0; octave < octaves; octave++) {
    const count = cells << octave;
    if (count > size) break;
    const weight = 0.55 ** octave;
    weightSum += weight;
    const lattice = Float32Array.from({ length: count * count }, random);
    const at = (column: number, row: number) => lattice[(row % count) * count + (column % count)] ?? 0;
    const cell = size / count;
    for (let y = 0; y < size; y++) {
      const row = Math.floor(y / cell);
      const v = smooth(y / cell - row);
      for (let x = 0; x < size; x++) {
        const column = Math.floor(x / cell);
        const u = smooth(x / cell - column);
        const top = at(column, row) * (1 - u) + at(column + 1, row) * u;
        const bottom = at(column, row + 1) * (1 - u) + at(column + 1, row + 1) * u;
        const index = y * size + x;
        field[index] = (field[index] ?? 0) + weight * (top * (1 - v) + bottom * v);
      }
    }
  }
  return field.map((value) => value / weightSum);
}
