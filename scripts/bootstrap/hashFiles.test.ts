import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recipeHash } from '../media-worker/mediaWorker.ts';
import { hashFiles } from './hashFiles.ts';
import { Stamp } from './Stamp.ts';

let folder = '';
const hash = () => hashFiles(folder, ['src']);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fernblick-hash-'));
  mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'src', 'a.ts'), 'one');
  writeFileSync(join(folder, 'src', 'deep', 'b.ts'), 'two');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('content, names and number of sources change the hash; times and built files do not', () => {
  const before = hash();
  utimesSync(join(folder, 'src', 'a.ts'), 1, 1);
  mkdirSync(join(folder, 'src', 'dist'));
  writeFileSync(join(folder, 'src', 'dist', 'built.js'), 'built');
  expect(hash()).toBe(before);

  writeFileSync(join(folder, 'src', 'deep', 'b.ts'), 'too');
  const changed = hash();
  expect(changed).not.toBe(before);

  renameSync(join(folder, 'src', 'a.ts'), join(folder, 'src', 'c.ts'));
  const renamed = hash();
  expect(renamed).not.toBe(changed);

  writeFileSync(join(folder, 'src', 'empty.ts'), '');
  expect(hash()).not.toBe(renamed);
  expect(hashFiles(folder, ['src'], 'node 26')).not.toBe(hashFiles(folder, ['src'], 'node 24'));
});

test('what moves from one file to its neighbour changes the hash', () => {
  writeFileSync(join(folder, 'src', 'b.ts'), 'x');
  const before = hash();
  writeFileSync(join(folder, 'src', 'a.ts'), 'onex');
  writeFileSync(join(folder, 'src', 'b.ts'), '');
  expect(hash()).not.toBe(before);
});

test('a stamp speaks only for the hash it was set with, and not while the thing is being made', () => {
  const stamp = new Stamp(join(folder, 'node_modules', 'stamp'));
  expect(stamp.says('1')).toBe(false);
  stamp.set('1');
  expect([stamp.says('1'), stamp.says('2')]).toEqual([true, false]);
  stamp.clear();
  expect(stamp.says('1')).toBe(false);
});

test('the recipe hash depends on the recipe and on nothing else in its folder', () => {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'overlay'));
  write('build-worker.sh', 'build');
  write('group-sources.py', 'group');
  write('overlay/meson.build', 'project()');
  const before = recipeHash(folder);
  write('mediaWorker.ts', 'code');
  expect(recipeHash(folder)).toBe(before);
  write('overlay/meson.build', 'project(2)');
  expect(recipeHash(folder)).not.toBe(before);
});
