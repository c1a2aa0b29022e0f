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
      open: async (migrations) => {
        const options = { dataDir: tmpdir(), mongodbUri: uri, ...(migrations && { migrations }) };
        return (await openStore(options)).store;
      },
      dump: async () => {
        const { client, db } = await connectMongo(uri);
        const all: Record<string, unknown> = {};
        for (const { name } of await db.listCollections().toArray()) {
          for (const doc of await db.collection(name).find().toArray())
            all[`${name}/${String(doc._id)}`] = doc;
        }
        await client.close();
        return all;
      },
      remove: async () => {
        const { client, db } = await connectMongo(uri);
        await db.dropDatabase();
        await client.close();
      },
    };
  });
});
