import { seededRandom } from './random.ts';

/** A 3x3 matrix by rows. It takes (x, y, 1) in world units to frame pixels. */
export type Matrix = readonly [number, number, number, number, number, number, number, number, number];

export type Point = readonly [number, number];

/** Size of the filmed frame in pixels. */
export const FRAME = { width: 1920, height: 1080 } as const;

/** Where the camera looks: the middle of the frame in world units, pixels per world unit, roll in radians. */
export interface Pose {
  x: number;
  y: number;
  zoom: number;
  roll: number;
}

/** What the technician walks past: the whole station, valve and gauge, the leaking seal, the motor. */
const STOPS = [
  { x: 1560, y: 1010, zoom: 0.7 },
  { x: 1340, y: 905, zoom: 0.86 },
  { x: 1480, y: 1160, zoom: 1 },
  { x: 1800, y: 1130, zoom: 0.84 },
] as const;

/** A closed Catmull-Rom curve through the stops, so that neither place nor speed jumps where the loop ends. */
function walk(phase: number, key: 'x' | 'y' | 'zoom'): number {
  const at = phase * STOPS.length;
  const index = Math.floor(at);
  const t = at - index;
  const value = (offset: number) => STOPS[(index + offset + STOPS.length) % STOPS.length]?.[key] ?? 0;
  const [before, from, to, after] = [value(-1), value(0), value(1), value(2)];
  return (
    from +
    0.5 *
      t *
      (to - before + t * (2 * before - 5 * from + 4 * to - after + t * (3 * (from - to) + after - before)))
  );
}

/** Whole cycles per second of sway (breath, steps) and of tremor (muscles), with their share of the amplitude. */
const SWAY = [
  [0.25, 1],
  [0.5, 0.7],
  [1, 0.35],
] as const;
const TREMOR = [
  [5, 0.6],
  [8, 1],
] as const;

/** A sum of sines with seeded phases; each runs a whole number of times in the loop. */
function wobble(bands: readonly Point[], seconds: number, random: () => number): (phase: number) => number {
  const waves = bands.map(([frequency, share]) => ({
    cycles: Math.max(1, Math.round(frequency * seconds)),
    share,
    start: random() * Math.PI * 2,
  }));
  return (phase) =>
    waves.reduce(
      (sum, { cycles, share, start }) => sum + share * Math.sin(phase * cycles * Math.PI * 2 + start),
      0,
    );
}

/**
 * A hand-held camera's way past the machine, the same for the same seed and without a seam: phase 1 is
 * phase 0 again. `seconds` is the length of one loop. The view never leaves the world.
 */
export function handHeldPath(seed: number, seconds: number): (phase: number) => Pose {
  const random = seededRandom(seed);
  const along = (sway: number, tremor: number) => {
    const slow = wobble(SWAY, seconds, random);
    const fast = wobble(TREMOR, seconds, random);
    return (phase: number) => sway * slow(phase) + tremor * fast(phase);
  };
  const [x, y, zoom, roll] = [along(16, 0.9), along(13, 0.9), along(0.008, 0), along(0.009, 0.0005)];
  return (phase) => {
    const turn = phase - Math.floor(phase);
    return {
      x: walk(turn, 'x') + x(turn),
      y: walk(turn, 'y') + y(turn),
      zoom: walk(turn, 'zoom') + zoom(turn),
      roll: roll(turn),
    };
  };
}

/** The world-to-frame matrix of a pose. */
export function poseMatrix({ x, y, zoom, roll }: Pose): Matrix {
  const cos = zoom * Math.cos(roll);
  const sin = zoom * Math.sin(roll);
  return [
    cos,
    -sin,
    FRAME.width / 2 - cos * x + sin * y,
    sin,
    cos,
    FRAME.height / 2 - sin * x - cos * y,
    0,
    0,
    1,
  ];
}

/** Where a point lands under a matrix. */
export function project(matrix: Matrix, [x, y]: Point): Point {
  const weight = matrix[6] * x + matrix[7] * y + matrix[8];
  return [
    (matrix[0] * x + matrix[1] * y + matrix[2]) / weight,
    (matrix[3] * x + matrix[4] * y + matrix[5]) / weight,
  ];
}
