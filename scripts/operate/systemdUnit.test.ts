import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasCommand } from '../bootstrap/debianPackages.ts';
import { root } from '../bootstrap/root.ts';

const unit = readFileSync(join(root, 'deploy', 'fernblick.service'), 'utf8');

test('the systemd unit is hardened and stops the server in order', () => {
  for (const line of [
    'ProtectSystem=strict',
    'NoNewPrivileges=true',
    'User=fernblick',
    'Restart=on-failure',
  ]) {
    expect(unit).toContain(`\n${line}\n`);
  }
  // The server gives itself 10 seconds to tell everybody.
  expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(10);
});

test.skipIf(!hasCommand('systemd-analyze'))('systemd finds nothing wrong with the unit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fernblick-unit-'));
  try {
    // What is not installed on the machine of a test is no fault of the unit.
    const file = join(folder, 'fernblick.service');
    const here = unit.replace('/usr/bin/node', process.execPath).replaceAll('=fernblick\n', '=root\n');
    writeFileSync(
      file,
      here
        .replace('StateDirectory=root', 'StateDirectory=fernblick')
        .replace('CacheDirectory=root', 'CacheDirectory=fernblick'),
    );
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect([status, stderr.split('\n').filter((line) => line.includes('fernblick.service'))]).toEqual([
      0,
      [],
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
