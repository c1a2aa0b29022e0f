import type { StrokeBody, StrokePoint } from '@fernblick/shared/protocol';

type Place = readonly [x: number, y: number];

/** A mark before it is drawn on a picture of a known size. Places are shares of its width and height. */
export type Mark = Omit<StrokeBody, 'frame'>;

const RED = '#e5332a';
const LINE = 0.007;
/** Text is eight times as high. */
const TEXT = 0.0052;

const drag = ([fromX, fromY]: Place, [toX, toY]: Place): StrokePoint[] => [
  [fromX, fromY, 0],
  [toX, toY, 420],
];

export const arrow = (from: Place, to: Place, color = RED): Mark => ({
  tool: 'arrow',
  color,
  width: LINE,
  points: drag(from, to),
});

export const ellipse = (from: Place, to: Place, color = RED): Mark => ({
  tool: 'ellipse',
  color,
  width: LINE,
  points: drag(from, to),
});

export const rectangle = (from: Place, to: Place, color = RED): Mark => ({
  tool: 'rectangle',
  color,
  width: LINE,
  points: drag(from, to),
});

export const text = ([x, y]: Place, words: string, color = RED): Mark => ({
  tool: 'text',
  color,
  width: TEXT,
  points: [[x, y, 0]],
  text: words,
});

export const numberStamp = ([x, y]: Place, number: number, color = RED): Mark => ({
  tool: 'stamp',
  stamp: 'number',
  color,
  width: LINE,
  points: [[x, y, 0]],
  text: String(number),
});

/** A ring around something as a hand draws it: not quite round, and a little past its beginning. */
export function ring([x, y]: Place, [radiusX, radiusY]: Place, color = RED): Mark {
  const points = Array.from({ length: 60 }, (_, index): StrokePoint => {
    const share = index / 59;
    const angle = -2.1 + share * Math.PI * 2.12;
    const wobble = 1 + 0.04 * Math.sin(angle * 3) + 0.05 * share;
    return [x + radiusX * wobble * Math.cos(angle), y + radiusY * wobble * Math.sin(angle), index * 15];
  });
  return { tool: 'pen', color, width: LINE, points };
}
