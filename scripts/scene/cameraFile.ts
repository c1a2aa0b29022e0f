import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import canvasPackage from '@napi-rs/canvas/package.json' with { type: 'json' };
import { defaultFilm, filmScene, type FilmSettings } from './filmScene.ts';

/** Names what the film depends on: the scripts of this folder, the drawing library and the settings. */
async function contentHash(film: FilmSettings): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([canvasPackage.version, film]));
  const names = (await readdir(import.meta.dirname)).filter((name) => !name.endsWith('.test.ts')).sort();
  for (const name of names) hash.update(name).update(await readFile(join(import.meta.dirname, name)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * The film for Chromium's fake camera and its true movement (`Motion` as JSON), made once and kept under
 * ~/.cache/fernblick/scene (or in XDG_CACHE_HOME). Several processes may ask at once.
 */
export async function ensureCameraFile(
  film: FilmSettings = defaultFilm,
): Promise<{ video: string; motion: string }> {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(cache, 'fernblick', 'scene', await contentHash(film));
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${randomUUID()}`;
    await mkdir(dirname(folder), { recursive: true });
    try {
      await filmScene(unfinished, film);
      await rename(unfinished, folder);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      // Another process was faster: its film is the same.
      if (!existsSync(folder)) throw error;
    }
  }
  return { video: join(folder, 'camera.mjpeg'), motion: join(folder, 'camera.json') };
}
