import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that hold what is made from the sources, not sources. */
const made = new Set(['node_modules', 'dist', 'test-results', 'playwright-report']);

/**
 * SHA-256 (hex) over the names and contents of files and folders, named relative to `root`. Any change to
 * one of them, to its name or to their number changes it; when they were written does not.
 */
export function hashFiles(root: string, paths: readonly string[], ...more: string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(more));
  const add = (path: string): void => {
    const full = join(root, path);
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) if (!made.has(name)) add(`${path}/${name}`);
    } else {
      const content = readFileSync(full);
      hash.update(JSON.stringify([path, content.length])).update(content);
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
