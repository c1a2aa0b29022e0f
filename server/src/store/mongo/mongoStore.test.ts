import { tmpdir } from 'node:os';
import { describe } from 'vitest';
import { mongoUri, withOwnDatabase } from '../contract/mongoUri.ts';
import { describeStore } from '../contract/storeContract.ts';
import { openStore } from '../openStore.ts';
import { connectMongo } from './connect.ts';

describe.skipIf(!mongoUri)('on MongoDB', () => {
  describeStore(async () => {
    const uri = withOwnDatabase(mongoUri ?? '');
    return {
      open: async () => (await openStore({ dataDir: tmpdir(), mongodbUri: uri })).store,
      remove: async () => {
        const { client, db } = await connectMongo(uri);
        await db.dropDatabase();
        await client.close();
      },
    };
  });
});
