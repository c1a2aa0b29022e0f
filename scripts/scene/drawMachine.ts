import type { Ctx } from './brush.ts';
import { drawGauge, drawNeedle } from './gauge.ts';
import { drawFittings, drawLight, drawRoom } from './pumpRoom.ts';
import { AXIS_Y, drawPumpSet, SEAL, VOLUTE_X } from './pumpSet.ts';
import { drawValve, elbow, flange, pipe, wheelCentre, type Valve } from './pipework.ts';

/** Size of the scene in world units; one unit is one pixel of the film at zoom 1. */
export const WORLD = { width: 3200, height: 2000 } as const;

/** What differs from one machine, and one case, to the next. Colours are `#rrggbb`. */
export interface MachineLook {
  /** Name on the signs, e.g. 'P2'. */
  name: string;
  type: string;
  serial: string;
  built: string;
  pumpColour: string;
  motorColour: string;
  pipeColour: string;
  wallColour: string;
  /** What the gauge shows, 0 to 10 bar. */
  gaugeBar: number;
  damage: 'seal-leak' | 'bearing-hot' | 'valve-stuck' | 'none';
}

export const defaultLook: MachineLook = {
  name: 'P2',
  type: 'KREISELPUMPE KP-200',
  serial: '48213-07',
  built: '2014',
  pumpColour: '#1f6f8b',
  motorColour: '#3c7a5c',
  pipeColour: '#7f9a78',
  wallColour: '#7d9488',
  gaugeBar: 4.2,
  damage: 'seal-leak',
};

const PIPE_WIDTH = 124;
const GAUGE = [1490, 760] as const;
const TOP_Y = 400;

const V1: Valve = { name: 'V1', text: 'SAUGSEITE', at: [560, AXIS_Y], stem: 'up', wheelColour: '#b3261e' };
const V2: Valve = { name: 'V2', text: 'DRUCK', at: [VOLUTE_X, 690], stem: 'front', wheelColour: '#1d4f9c' };
const V3: Valve = { name: 'V3', text: 'BYPASS', at: [2230, TOP_Y], stem: 'up', wheelColour: '#b3261e' };

/** The places tests and measurements ask for, in world units: middles of hand wheels, gauge and seal. */
export const NAMED_POINTS = {
  V1: wheelCentre(V1),
  V2: wheelCentre(V2),
  V3: wheelCentre(V3),
  gauge: GAUGE,
  seal: SEAL,
};

/**
 * Paints the pump station into the context under its present transform (world units to pixels), so that
 * close-ups are as sharp as the whole. The gauge has no needle yet: see `drawMoving`.
 */
export function drawMachine(ctx: Ctx, look: MachineLook): void {
  drawRoom(ctx, WORLD.width, WORLD.height, look.wallColour);
  drawFittings(ctx, look.name);

  pipe(ctx, 'x', [0, AXIS_Y], 900, PIPE_WIDTH, look.pipeColour);
  pipe(ctx, 'y', [VOLUTE_X, TOP_Y + 150], 420, PIPE_WIDTH, look.pipeColour);
  pipe(ctx, 'x', [VOLUTE_X + 150, TOP_Y], WORLD.width - VOLUTE_X - 150, PIPE_WIDTH, look.pipeColour);
  elbow(ctx, [VOLUTE_X + 150, TOP_Y + 150], 150, PIPE_WIDTH, look.pipeColour);
  pipe(ctx, 'x', [VOLUTE_X + 40, 912], GAUGE[0] - VOLUTE_X - 40, 34, '#a3a7a6');
  pipe(ctx, 'y', [GAUGE[0], GAUGE[1] + 100], 69, 34, '#a3a7a6');

  drawPumpSet(ctx, look);
  flange(ctx, 'x', [878, AXIS_Y], 214, look.pumpColour);
  flange(ctx, 'y', [VOLUTE_X, 966], 214, look.pumpColour);
  flange(ctx, 'x', [VOLUTE_X + 152, TOP_Y], 196, look.pipeColour);
  flange(ctx, 'x', [1640, TOP_Y], 196, look.pipeColour);
  for (const valve of [V1, V2, V3]) {
    drawValve(ctx, valve, PIPE_WIDTH, look.pipeColour, valve === V2 && look.damage === 'valve-stuck');
  }
  drawGauge(ctx, GAUGE);
  drawLight(ctx, WORLD.width, WORLD.height);
}

/** What moves by itself: the needle trembles and oil drips from the seal. `phase` runs 0 to 1 in one loop. */
export function drawMoving(ctx: Ctx, look: MachineLook, phase: number): void {
  const turn = phase * Math.PI * 2;
  drawNeedle(ctx, GAUGE, look.gaugeBar + 0.06 * Math.sin(turn * 23) + 0.1 * Math.sin(turn * 3));
  if (look.damage !== 'seal-leak') return;
  const fall = ((phase * 5) % 1) * 1.6;
  const y = SEAL[1] + 12 + Math.min(1, fall * fall) * 210;
  if (fall > 1) return;
  ctx.fillStyle = 'rgba(26, 16, 6, 0.95)';
  ctx.beginPath();
  ctx.ellipse(SEAL[0] + 6, y, 6, 6 + fall * 7, 0, 0, Math.PI * 2);
  ctx.fill();
  ctx.fillStyle = 'rgba(255, 235, 190, 0.7)';
  ctx.beginPath();
  ctx.ellipse(SEAL[0] + 4, y - 2, 2, 3, 0, 0, Math.PI * 2);
  ctx.fill();
}
