import { join } from 'node:path';
import { hashFiles } from './hashFiles.ts';
import { npmCommand, runQuietly } from './processes.mjs';
import { root } from './root.ts';
import { Stamp } from './Stamp.ts';

/** Installs the npm packages of the lock file, unless exactly they are installed for this kind of Node. */
export async function installPackages(): Promise<string> {
  const platform = `${process.platform}-${process.arch}-${process.versions.modules}`;
  const hash = hashFiles(root, ['package-lock.json'], platform);
  // Inside node_modules: whoever deletes that folder deletes the stamp with it.
  const stamp = new Stamp(join(root, 'node_modules', '.fernblick', 'installed'));
  if (stamp.says(hash)) return 'up to date';
  stamp.clear();
  // Development packages too, whatever NODE_ENV says: the pages are built with them.
  await runQuietly(...npmCommand(['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']), {
    cwd: root,
  });
  stamp.set(hash);
  return 'installed';
}
