import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { root } from '../bootstrap/root.ts';

/** What the first screen's JavaScript may weigh, in bytes after gzip. */
export const LIMIT_BYTES = 100 * 1000;

/** Vite's manifest, as far as it says what is loaded when. */
const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), isEntry: z.boolean().optional(), imports: z.array(z.string()).optional() }),
);

export interface Sizes {
  /** Loaded before anything is seen: the entry and what it imports statically. */
  firstScreen: number;
  /** Everything, what is loaded for a call included. */
  total: number;
}

/**
 * Weighs the built page, gzipped, in bytes.
 * @param dist the folder of the build
 * @throws when there is no build
 */
export function measure(dist: string): Sizes {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')));
  const weigh = (files: Iterable<string>) =>
    [...files]
      .filter((file) => file.endsWith('.js'))
      .reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0);
  const first = new Set<string>();
  const add = (name: string) => {
    const chunk = manifest[name];
    if (!chunk || first.has(chunk.file)) return;
    first.add(chunk.file);
    chunk.imports?.forEach(add);
  };
  for (const [name, { isEntry }] of Object.entries(manifest)) if (isEntry) add(name);
  return {
    firstScreen: weigh(first),
    total: weigh(new Set(Object.values(manifest).map(({ file }) => file))),
  };
}

if (import.meta.main) {
  const { firstScreen, total } = measure(join(root, 'glass-client', 'dist'));
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  console.log(
    `First screen: ${kilobytes(firstScreen)} of ${kilobytes(LIMIT_BYTES)} gzipped; all: ${kilobytes(total)}`,
  );
  if (firstScreen > LIMIT_BYTES) process.exitCode = 1;
}
