import { expect, test } from 'vitest';
import { askForPackages, missingPackages, type Machine } from './debianPackages.ts';

function machine(commands: string[], installed?: string[]): Machine {
  return {
    hasCommand: (name) => commands.includes(name),
    installed: (names) => installed && new Set(names.filter((name) => installed.includes(name))),
  };
}

test('a fresh Debian lacks everything', () => {
  const missing = missingPackages(['browserTests', 'mongodbStandIn'], machine([], []));
  expect(missing).toEqual(expect.arrayContaining(['chromium', 'default-jre-headless', 'maven']));
});

test('a command from elsewhere makes its package unnecessary', () => {
  expect(missingPackages(['mongodbStandIn'], machine(['java'], []))).toEqual(['maven']);
});

test('libraries are asked for where dpkg knows that they are missing', () => {
  const tools = ['c++', 'pkg-config', 'python3', 'meson', 'ninja', 'flatc'];
  const some = machine(tools, ['libssl-dev', 'libuv1-dev']);
  expect(missingPackages(['workerBuild'], some)).toEqual([
    'libflatbuffers-dev',
    'libsrtp2-dev',
    'libabsl-dev',
  ]);
  expect(missingPackages(['workerBuild'], machine(tools))).toEqual([]);
});

test('without root there is one line to run, with everything in it', () => {
  const lines = askForPackages(['meson', 'chromium'], true).split('\n');
  expect(lines.filter((line) => line.includes('sudo'))).toEqual([
    '  sudo apt-get install -y --no-install-recommends meson chromium',
  ]);
  expect(askForPackages(['meson'], false)).not.toContain('apt-get');
});
