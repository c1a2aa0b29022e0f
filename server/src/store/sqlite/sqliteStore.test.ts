import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeStore } from '../contract/storeContract.ts';
import { openStore } from '../openStore.ts';

describeStore(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'fernblick-store-'));
  return {
    open: async () => (await openStore({ dataDir })).store,
    remove: () => rm(dataDir, { recursive: true }),
  };
});
