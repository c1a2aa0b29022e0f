import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../bootstrap/cacheFolder.mjs';
import { hashFiles } from '../bootstrap/hashFiles.ts';
import { runQuietly } from '../bootstrap/processes.mjs';
import { root } from '../bootstrap/root.ts';
import { PlainError } from '../bootstrap/Steps.mjs';

const packageFolder = join(root, 'node_modules', 'mediasoup');
const binary = process.platform === 'win32' ? 'mediasoup-worker.exe' : 'mediasoup-worker';
const downloadTimeoutMs = 60_000;

/** What the build depends on besides the version: a change builds the worker again. */
export function recipeHash(folder = import.meta.dirname): string {
  return hashFiles(folder, ['build-worker.sh', 'group-sources.py', 'overlay']).slice(0, 12);
}

/**
 * The path of a media worker that runs on this machine: the one MEDIASOUP_WORKER_BIN names, or the cached one.
 * A named one that does not run is an error.
 */
export function findWorker(): string | undefined {
  const named = process.env.MEDIASOUP_WORKER_BIN;
  if (named) {
    if (runs(named)) return named;
    throw new PlainError(`MEDIASOUP_WORKER_BIN=${named} is no media worker that runs on this machine.`);
  }
  const cached = cachedWorker();
  return cached && runs(cached) ? cached : undefined;
}

/** Lets mediasoup download its prebuilt worker into the cache. Resolves to undefined if there is none to be had. */
export async function downloadWorker(): Promise<string | undefined> {
  const cached = cachedWorker();
  if (!cached) throw new PlainError('mediasoup is not installed');
  const downloaded = join(packageFolder, 'worker', 'out', 'Release', binary);
  try {
    await runQuietly(process.execPath, ['npm-scripts.mjs', 'postinstall'], {
      cwd: packageFolder,
      // Without a Python, mediasoup's script ends after the download instead of starting its own build.
      env: { ...process.env, PYTHON: 'false' },
      timeoutMs: downloadTimeoutMs,
    });
  } catch {
    return undefined;
  }
  if (!runs(downloaded)) return undefined;
  mkdirSync(dirname(cached), { recursive: true });
  const aside = `${cached}.${process.pid}`;
  copyFileSync(downloaded, aside);
  renameSync(aside, cached);
  return cached;
}

/** Builds the worker into the cache from the source in the mediasoup package: some minutes. */
export async function buildWorker(note: (text: string) => void): Promise<string> {
  const cached = cachedWorker();
  if (!cached) throw new PlainError('mediasoup is not installed');
  if (process.platform !== 'linux') {
    throw new PlainError(
      'The media worker could not be downloaded. Please look at the network and try again.',
    );
  }
  await runQuietly('bash', [join(import.meta.dirname, 'build-worker.sh'), packageFolder, cached], {
    onLine: (line) => {
      const progress = /^\[(\d+)\/(\d+)\]/.exec(line);
      if (progress) note(`${progress[1]} of ${progress[2]}`);
    },
  });
  return cached;
}

function cachedWorker(): string | undefined {
  // mediasoup does not export its package.json, hence by path.
  const manifest = join(packageFolder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  const version =
    typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '';
  const key = `${version}-${process.platform}-${process.arch}-${recipeHash()}`;
  return cacheFolder('media-worker', key, binary);
}

/** Without the environment that mediasoup gives it, a worker that can run ends with 41. */
function runs(path: string): boolean {
  return spawnSync(path, { env: {}, stdio: 'ignore' }).status === 41;
}
