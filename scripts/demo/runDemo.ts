// What `npm start -- --demo` and `npm start -- --remove-demo` run, with the server's own configuration.
import { mkdir } from 'node:fs/promises';
import { ConfigError, readConfig } from '../../server/src/config.ts';
import { openStore } from '../../server/src/store/openStore.ts';
import { readAuthSecret } from '../../server/src/users/authSecret.ts';
import { SignIns } from '../../server/src/users/SignIns.ts';
import { PlainError, Steps } from '../bootstrap/Steps.mjs';
import { isHealthy } from '../healthCheck.ts';
import { fillDemo } from './fillDemo.ts';
import { removeDemo } from './removeDemo.ts';

async function run(command: string | undefined): Promise<void> {
  if (command !== 'fill' && command !== 'remove') throw new PlainError('usage: runDemo.ts fill|remove');
  const config = readConfig();
  if (await isHealthy(config)) throw new PlainError('Fernblick is running here. Please stop it first.');
  const { dataDir, mongodbUri, publicUrl } = config;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const { store, blobs } = await openStore({ dataDir, mongodbUri });
  try {
    if (command === 'remove') {
      await new Steps().run('Demo organisation', () => removeDemo({ store, blobs, dataDir }));
      return;
    }
    const log = { error: (message: string) => console.error(message) };
    const secret = await readAuthSecret(dataDir);
    const signIns = new SignIns({ store, secret, publicUrl, log });
    let signIn = '';
    await new Steps().run('Demo organisation', async (note) => {
      const filled = await fillDemo({ store, blobs, signIns, dataDir }, note);
      ({ signIn } = filled);
      return filled.made ? 'added' : 'there';
    });
    console.log(`\n${signIn}  Remove it with: npm start -- --remove-demo`);
  } finally {
    await blobs.close();
    await store.close();
  }
}

try {
  await run(process.argv[2]);
} catch (error) {
  if (!(error instanceof PlainError || error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
