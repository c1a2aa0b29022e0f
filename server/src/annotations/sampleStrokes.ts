import { Stroke } from '@fernblick/shared/protocol';
import type { StrokeBody, StrokePoint } from '@fernblick/shared/protocol';

/** Strokes of every tool for the painter's tests, drawn on 1280x720. */
const frame = { width: 1280, height: 720 };

const people = {
  expert: { kind: 'person', id: '0192f0c0-0000-7000-8000-00000000000a', name: 'Jörg Müller' },
  guest: { kind: 'guest', id: '0192f0c0-0000-7000-8000-00000000000b', name: 'Zoë Ångström' },
} as const;

/** A hand's path: `at` gives x and y in shares for 0..1, sampled at 60 Hz. */
function draw(at: (share: number) => [number, number], ms: number): StrokePoint[] {
  const count = Math.max(2, Math.round((ms / 1000) * 60));
  return Array.from({ length: count }, (_, index): StrokePoint => {
    const [x, y] = at(index / (count - 1));
    return [x, y, Math.round((index / (count - 1)) * ms)];
  });
}

const loop = draw((share) => {
  const angle = -2.2 + share * Math.PI * 2.15;
  const wobble = 1 + 0.05 * Math.sin(angle * 3) + 0.05 * share;
  return [0.2 + 0.085 * wobble * Math.cos(angle), 0.24 + 0.13 * wobble * Math.sin(angle)];
}, 900);

const wave = draw(
  (share) => [0.08 + 0.24 * share, 0.55 + 0.05 * Math.sin(share * 14) * (1 - share * 0.6)],
  1_200,
);

const zigzag: StrokePoint[] = [
  [0.08, 0.72, 0],
  [0.13, 0.64, 150],
  [0.15, 0.74, 320],
  [0.2, 0.65, 500],
  [0.22, 0.74, 680],
  [0.3, 0.64, 900],
];

const line = (fromX: number, fromY: number, toX: number, toY: number): StrokePoint[] => [
  [fromX, fromY, 0],
  [toX, toY, 300],
];
const dot = (x: number, y: number): StrokePoint[] => [[x, y, 0]];

type Body = Pick<StrokeBody, 'tool' | 'color' | 'points'> & Partial<StrokeBody>;

const bodies: readonly [keyof typeof people, Body][] = [
  ['expert', { tool: 'pen', color: '#e5332a', points: loop }],
  ['guest', { tool: 'pen', color: '#ffd21f', points: wave, width: 0.009 }],
  ['expert', { tool: 'pen', color: '#1fb6ff', points: zigzag, width: 0.012 }],
  ['expert', { tool: 'pen', color: '#e5332a', points: dot(0.04, 0.06), width: 0.02 }],
  ['expert', { tool: 'arrow', color: '#e5332a', points: line(0.52, 0.38, 0.36, 0.2), width: 0.008 }],
  ['guest', { tool: 'arrow', color: '#ffd21f', points: line(0.4, 0.55, 0.42, 0.5), width: 0.008 }],
  ['guest', { tool: 'arrow', color: '#20c065', points: line(0.35, 0.85, 0.6, 0.78), width: 0.005 }],
  ['expert', { tool: 'ellipse', color: '#1fb6ff', points: line(0.62, 0.1, 0.8, 0.36), width: 0.006 }],
  ['expert', { tool: 'rectangle', color: '#ff8a1f', points: line(0.97, 0.4, 0.83, 0.1), width: 0.006 }],
  ['expert', { tool: 'text', color: '#e5332a', points: dot(0.5, 0.46), text: 'Prüfdruck: 4,5 bar ± 0,2' }],
  [
    'guest',
    {
      tool: 'text',
      color: '#ffffff',
      points: dot(0.5, 0.55),
      text: 'Schraube ½″ lösen → „Größe M8“\nšťáva łódź €',
      width: 0.0045,
    },
  ],
  [
    'expert',
    { tool: 'text', color: '#111111', points: dot(0.66, 0.71), text: '12 µm ≤ ⌀ ≤ 15 µm ✓ 漢', width: 0.004 },
  ],
  ['expert', { tool: 'stamp', stamp: 'tick', color: '#20a04b', points: dot(0.12, 0.9) }],
  ['expert', { tool: 'stamp', stamp: 'cross', color: '#e5332a', points: dot(0.19, 0.9) }],
  ['guest', { tool: 'stamp', stamp: 'warning', color: '#ffd21f', points: dot(0.26, 0.9) }],
  ['expert', { tool: 'stamp', stamp: 'number', text: '3', color: '#1f6bff', points: dot(0.68, 0.88) }],
  ['expert', { tool: 'stamp', stamp: 'number', text: '27', color: '#ffffff', points: dot(0.75, 0.88) }],
  ['guest', { tool: 'stamp', stamp: 'number', text: '104', color: '#8a3ffc', points: dot(0.82, 0.88) }],
];

export const sampleStrokes: readonly Stroke[] = bodies.map(([person, body], index) =>
  Stroke.parse({
    id: `0192f0c0-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`,
    author: people[person],
    seq: index + 1,
    body: { width: 0.006, frame, ...body },
  }),
);
