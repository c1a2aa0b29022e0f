import { parseArgs } from 'node:util';
import { defaultFilm, filmScene } from './filmScene.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    seconds: { type: 'string', default: String(defaultFilm.seconds) },
    fps: { type: 'string', default: String(defaultFilm.fps) },
    seed: { type: 'string', default: String(defaultFilm.seed) },
  },
});
if (!values.out) {
  console.error('Usage: node scripts/scene/film.ts --out DIR [--seconds 8] [--fps 15] [--seed 1]');
  process.exit(2);
}
const started = performance.now();
await filmScene(values.out, {
  seconds: Number(values.seconds),
  fps: Number(values.fps),
  seed: Number(values.seed),
});
console.log(`Wrote camera.mjpeg and camera.json in ${((performance.now() - started) / 1000).toFixed(1)} s`);
