import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hashFiles } from './hashFiles.ts';
import { npmCommand, runQuietly } from './processes.mjs';
import { root } from './root.ts';
import { Stamp } from './Stamp.ts';

const clients = ['web', 'glass-client'] as const;

/** Builds the pages whose sources changed since they were built. */
export async function buildClients(note: (text: string) => void): Promise<string> {
  const built: string[] = [];
  for (const client of clients) {
    const hash = hashFiles(root, [client, 'shared', 'tsconfig.base.json', 'package-lock.json']);
    const stamp = new Stamp(join(root, 'node_modules', '.fernblick', `built-${client}`));
    if (stamp.says(hash) && existsSync(join(root, client, 'dist', 'index.html'))) continue;
    stamp.clear();
    note(client);
    await runQuietly(...npmCommand(['run', 'build', '-w', client]), {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
    });
    stamp.set(hash);
    built.push(client);
  }
  return built.length > 0 ? `built ${built.join(' and ')}` : 'up to date';
}
