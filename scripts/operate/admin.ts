// `npm run admin -- list` and `npm run admin -- link EMAIL`, with the server's own configuration, while it runs or not.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FernblickError } from '@fernblick/shared/protocol';
import { readConfig, type Config } from '../../server/src/config.ts';
import { openStoreBeside } from '../../server/src/store/openStore.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { linkFromShell } from '../../server/src/users/adminLink.ts';
import { PlainError } from '../bootstrap/Steps.mjs';
import { runCommand } from './options.ts';

const usage = `usage: npm run admin -- list          shows who there is
       npm run admin -- link EMAIL    makes a one-time link that sets a new password`;

async function admin([command, email, ...more]: readonly string[]): Promise<number> {
  const wanted = command === 'list' ? email === undefined : command === 'link' && email !== undefined;
  if (!wanted || more.length > 0) throw new PlainError(usage);
  const config = readConfig();
  const { dataDir, mongodbUri } = config;
  if (mongodbUri === undefined && !existsSync(join(dataDir, 'fernblick.db'))) {
    throw new PlainError(`There is no database in ${dataDir}. Is DATA_DIR the one the server runs with?`);
  }
  const store = await openStoreBeside({ dataDir, mongodbUri });
  try {
    if (email === undefined) await list(store);
    else await link(store, config, email);
    return 0;
  } finally {
    await store.close();
  }
}

async function list(store: Store): Promise<void> {
  const org = await store.orgs.first();
  if (!org)
    throw new PlainError('No organisation is set up yet; the server prints the link for it when it starts.');
  const people = await store.people.list(org.id);
  const rows = people.map(({ role, state, email, name, lastSignInAt }) => {
    const last = lastSignInAt === undefined ? 'never' : new Date(lastSignInAt).toISOString().slice(0, 10);
    return [role, state, last, email, name];
  });
  for (const row of [['ROLE', 'STATE', 'SIGNED IN', 'E-MAIL', 'NAME'], ...rows]) {
    const widths = [10, 11, 10, 36];
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  }
}

async function link(store: Store, { publicUrl }: Config, email: string): Promise<void> {
  try {
    const made = await linkFromShell(store, publicUrl, email);
    console.log(
      `For ${made.person.name} (${made.person.role}), once, until ${new Date(made.expiresAt).toISOString()}:`,
    );
    console.log(`\n  ${made.link}\n`);
    console.log(
      'It sets a new password and signs this person out everywhere else. It is noted in the audit log.',
    );
  } catch (error) {
    if (!(error instanceof FernblickError && error.code === 'NOT_FOUND')) throw error;
    throw new PlainError(
      `Nobody who may sign in has the address ${email}. "npm run admin -- list" shows who there is.`,
    );
  }
}

if (import.meta.main) await runCommand(() => admin(process.argv.slice(2)));
