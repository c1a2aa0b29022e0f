import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ensureCameraFile } from '../../../scripts/scene/cameraFile.ts';

/** Pictures per second: enough to see that a picture moves, and three people's browsers fit on two cores. */
const FPS = 10;

/**
 * The filmed pump station as a camera that costs little: uncompressed, so that nobody decodes 30 JPEGs a second.
 * Made once from the film by ffmpeg and kept beside it.
 */
export async function ensureTestCamera(): Promise<string> {
  const { video } = await ensureCameraFile();
  const camera = join(dirname(video), `camera-${FPS}.y4m`);
  if (existsSync(camera)) return camera;
  const unfinished = `${camera}.${randomUUID()}`;
  // Chromium plays an MJPEG file at 30 pictures a second; ffmpeg has to be told.
  const read = ['-framerate', '30', '-i', video];
  const write = ['-r', String(FPS), '-pix_fmt', 'yuv420p', '-f', 'yuv4mpegpipe', unfinished];
  try {
    await promisify(execFile)('ffmpeg', ['-v', 'error', ...read, ...write]);
    await rename(unfinished, camera);
  } finally {
    await rm(unfinished, { force: true });
  }
  return camera;
}
