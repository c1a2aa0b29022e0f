import { describe } from 'vitest';
import { mongoUri, withOwnDatabase } from '../../store/contract/mongoUri.ts';
import { connectMongo } from '../../store/mongo/connect.ts';
import { describeBlobs } from '../blobContract.ts';
import { GridFsBlobs } from './GridFsBlobs.ts';

describe.skipIf(!mongoUri)('in GridFS', () => {
  describeBlobs(async () => {
    const { client, db } = await connectMongo(withOwnDatabase(mongoUri ?? ''));
    return {
      blobs: new GridFsBlobs(db),
      leftovers: () => db.collection('blobs.chunks').countDocuments(),
      remove: async () => {
        await db.dropDatabase();
        await client.close();
      },
    };
  });
});
