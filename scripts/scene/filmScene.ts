import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { Ctx } from './brush.ts';
import {
  defaultLook,
  drawMachine,
  drawMoving,
  NAMED_POINTS,
  WORLD,
  type MachineLook,
} from './drawMachine.ts';
import { drawFrameCode } from './frameCode.ts';
import { FRAME, handHeldPath, poseMatrix, project, type Matrix, type Point } from './handHeldPath.ts';

/** Chromium plays an MJPEG file at 30 pictures a second, whatever rate it was filmed at. */
const PLAYED_FPS = 30;

export interface FilmSettings {
  /** Length of the loop. */
  seconds: number;
  /** Different pictures per second, a divisor of 30. */
  fps: number;
  seed: number;
}

export const defaultFilm: FilmSettings = { seconds: 8, fps: 15, seed: 1 };

type PointName = keyof typeof NAMED_POINTS;

/** What the camera truly did: the content of `camera.json`. */
export interface Motion extends FilmSettings {
  width: number;
  height: number;
  world: { width: number; height: number };
  /** One entry per frame number, which is also burned into the picture. */
  frames: {
    /** Seconds from the start of the loop. */
    time: number;
    /** World units to pixels of the 1920x1080 frame, 3x3 by rows. */
    worldToFrame: Matrix;
    /** Where the named points stand in the frame, 0 to 1 from the upper left; beyond that they are out of the picture. */
    points: Record<PointName, Point>;
  }[];
}

/** The true movement of a film, without drawing it. */
export function describeMotion(film: FilmSettings): Motion {
  const count = frameCount(film);
  const path = handHeldPath(film.seed, film.seconds);
  const frames = Array.from({ length: count }, (_, index) => {
    const worldToFrame = poseMatrix(path(index / count));
    const place = (point: Point): Point => {
      const [x, y] = project(worldToFrame, point);
      return [x / FRAME.width, y / FRAME.height];
    };
    const { V1, V2, V3, gauge, seal } = NAMED_POINTS;
    const points = { V1: place(V1), V2: place(V2), V3: place(V3), gauge: place(gauge), seal: place(seal) };
    return { time: index / film.fps, worldToFrame, points };
  });
  return { ...film, ...FRAME, world: WORLD, frames };
}

function frameCount({ seconds, fps }: FilmSettings): number {
  if (PLAYED_FPS % fps !== 0) throw new RangeError(`fps must divide ${PLAYED_FPS}, not ${fps}`);
  const count = Math.round(seconds * fps);
  if (count < 1 || count > 4096)
    throw new RangeError('A film has 1 to 4096 frames: that is what its code can count');
  return count;
}

/** Makes the context draw in world units. */
export function lookThrough(ctx: Ctx, [a, c, e, b, d, f]: Matrix): void {
  ctx.setTransform(a, b, c, d, e, f);
}

/** Draws single frames of a film from one painting of the machine. */
function openSet(film: FilmSettings, look: MachineLook): (frame: number, canvas: Canvas) => void {
  const { frames } = describeMotion(film);
  const painting = createCanvas(WORLD.width, WORLD.height);
  drawMachine(painting.getContext('2d'), look);
  return (frame, canvas) => {
    const shot = frames[frame];
    if (!shot) throw new RangeError(`The film has no frame ${frame}`);
    const ctx = canvas.getContext('2d');
    ctx.imageSmoothingQuality = 'medium';
    lookThrough(ctx, shot.worldToFrame);
    ctx.drawImage(painting, 0, 0);
    drawMoving(ctx, look, frame / frames.length);
    ctx.resetTransform();
    drawFrameCode(ctx, frame, film.fps);
  };
}

/** JPEG pictures of the canvas are 4:2:0, which Chromium's camera needs. */
const JPEG_QUALITY = 82;
const LANES = 3;

/**
 * Films the machine: writes `camera.mjpeg` (1920x1080, for Chromium's fake camera, loops without a seam)
 * and `camera.json` (see `Motion`) into a folder. Frames are encoded beside one another.
 */
export async function filmScene(
  out: string,
  film: FilmSettings = defaultFilm,
  look = defaultLook,
): Promise<void> {
  await mkdir(out, { recursive: true });
  const motion = describeMotion(film);
  const draw = openSet(film, look);
  const canvases = Array.from({ length: LANES }, () => createCanvas(FRAME.width, FRAME.height));
  const file = await open(join(out, 'camera.mjpeg'), 'w');
  try {
    for (let first = 0; first < motion.frames.length; first += LANES) {
      const lanes = canvases.slice(0, motion.frames.length - first);
      const pictures = await Promise.all(
        lanes.map((canvas, lane) => {
          draw(first + lane, canvas);
          return canvas.encode('jpeg', JPEG_QUALITY);
        }),
      );
      for (const picture of pictures) {
        for (let shown = 0; shown < PLAYED_FPS / film.fps; shown++) await file.write(picture);
      }
    }
  } finally {
    await file.close();
  }
  await writeFile(join(out, 'camera.json'), JSON.stringify(motion));
}
