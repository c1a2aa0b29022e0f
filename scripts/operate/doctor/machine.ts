import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isGoodNode } from '../../bootstrap/goodNode.mjs';
import { findWorker } from '../../media-worker/mediaWorker.ts';
import { failing, ok, reasonOf, warning, type Finding } from './finding.ts';

export function checkNode(version = process.versions.node): Finding {
  if (isGoodNode(version)) return ok('Node', version);
  return failing(
    'Node',
    `${version} does not run Fernblick`,
    'Use the npm commands: they fetch the right Node by themselves.',
  );
}

export function checkWorker(): Finding {
  const check = 'media worker';
  const fix = 'Run npm start once, which gets or builds it, or set MEDIASOUP_WORKER_BIN to one that runs.';
  try {
    const path = findWorker();
    return path ? ok(check, `runs (${path})`) : failing(check, 'is not there', fix);
  } catch (error) {
    return failing(check, reasonOf(error), fix);
  }
}

/** Nothing is certainly older than this program. */
const BUILT = Date.UTC(2026, 0);
const MINUTE = 60_000;

export interface Clock {
  now: number;
  /** Whether it is set by the network; undefined where nothing tells. */
  synchronised: boolean | undefined;
}

export const thisClock = (): Clock => {
  const { stdout, status } = spawnSync('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], {
    encoding: 'utf8',
  });
  return { now: Date.now(), synchronised: status === 0 && stdout ? stdout.trim() === 'yes' : undefined };
};

/** The clock stands in every entry of a case, decides about certificates and ends TURN credentials. */
export async function checkClock(
  dataDir: string,
  { now, synchronised }: Clock = thisClock(),
): Promise<Finding> {
  const check = 'clock';
  const says = new Date(now).toISOString();
  const fix = 'Set the clock and let it be kept right: timedatectl set-ntp true.';
  if (now < BUILT) return failing(check, `${says} is long ago`, fix);
  const written = await stat(join(dataDir, 'fernblick.db')).catch(() => undefined);
  if (written && written.mtimeMs > now + MINUTE) {
    return failing(check, `${says}, but the data was written at ${written.mtime.toISOString()}`, fix);
  }
  if (synchronised === false) return warning(check, `${says}, but nothing keeps it right`, fix);
  return ok(check, synchronised ? `${says}, kept right by the network` : says);
}

export interface DiskLimits {
  /** Bytes. */
  tight: number;
  full: number;
  /** Milliseconds that a write may take until it is on the disk. */
  slow: number;
}
const limits: DiskLimits = { tight: 5e9, full: 5e8, slow: 100 };

export async function checkDisk(
  dataDir: string,
  { tight, full, slow }: DiskLimits = limits,
): Promise<Finding[]> {
  const room = 'Free some space, or move DATA_DIR to a larger disk.';
  if (!existsSync(dataDir)) {
    return [
      warning(
        'disk',
        `${dataDir} is not there yet`,
        'The first start makes it; otherwise set DATA_DIR to where the data is.',
      ),
    ];
  }
  const findings: Finding[] = [];
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const says = `${(free / 1e9).toFixed(1)} GB free at ${dataDir}`;
    if (free < full) findings.push(failing('disk space', says, room));
    else findings.push(free < tight ? warning('disk space', says, room) : ok('disk space', says));
    const ms = await timeOfWrite(dataDir);
    const took = `a write is safe on the disk after ${ms.toFixed(1)} ms`;
    if (ms <= slow) findings.push(ok('disk', took));
    else findings.push(warning('disk', took, 'Put DATA_DIR on a local SSD, not on a network share.'));
  } catch (error) {
    findings.push(
      failing(
        'disk',
        reasonOf(error),
        `Let the server's user write to ${dataDir}: chown -R fernblick: ${dataDir}`,
      ),
    );
  }
  return findings;
}

/** The middle one of a few, so that one hiccup says nothing. */
async function timeOfWrite(folder: string): Promise<number> {
  const path = join(folder, `.doctor-${process.pid}`);
  const file = await open(path, 'wx', 0o600);
  try {
    const times: number[] = [];
    for (let count = 0; count < 5; count++) {
      const start = performance.now();
      await file.write(Buffer.alloc(4_096, count));
      await file.sync();
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[2] ?? 0;
  } finally {
    await file.close();
    await rm(path);
  }
}

/** There is no variable for it yet. */
export const checkMail = (): Finding => ({
  check: 'mail',
  state: 'off',
  says: 'not set: links are handed on by hand',
});
