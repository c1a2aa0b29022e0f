import { mkdir, open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '../blobs/BlobStore.ts';
import { FileBlobs } from '../blobs/files/FileBlobs.ts';
import { GridFsBlobs } from '../blobs/gridfs/GridFsBlobs.ts';
import { DomainStore, type StoreLog } from './domain/DomainStore.ts';
import type { DocumentEngine } from './engine/DocumentEngine.ts';
import { MeasuredEngine, type StoreMeter } from './engine/MeasuredEngine.ts';
import { connectMongo } from './mongo/connect.ts';
import { MongoEngine } from './mongo/MongoEngine.ts';
import { SqliteEngine } from './sqlite/SqliteEngine.ts';
import type { Store } from './Store.ts';

type OpenDomain = (engine: DocumentEngine) => Promise<DomainStore>;

/**
 * Opens the stores: MongoDB and GridFS if there is an address, otherwise a file and a folder in `dataDir`.
 * Close the blobs before the store.
 * @throws if the database is out of reach or was written by a newer Fernblick; there is no falling back
 */
export async function openStore(options: {
  dataDir: string;
  mongodbUri?: string | undefined;
  log?: StoreLog | undefined;
  /** Told of every operation of the database. */
  meter?: StoreMeter | undefined;
}): Promise<{ store: Store; blobs: BlobStore }> {
  const { dataDir, mongodbUri, log, meter } = options;
  const open = (engine: DocumentEngine) =>
    DomainStore.open(meter ? new MeasuredEngine(engine, meter) : engine, log);
  return mongodbUri === undefined ? openEmbedded(dataDir, open) : openMongo(mongodbUri, open);
}

async function openEmbedded(dataDir: string, open: OpenDomain) {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'fernblick.db');
  // SQLite would let everybody on the machine read it; its log takes over the mode.
  await (await openFile(file, 'a', 0o600)).close();
  const blobs = await FileBlobs.open(join(dataDir, 'blobs'));
  return { store: await open(new SqliteEngine(file)), blobs };
}

async function openMongo(uri: string, open: OpenDomain) {
  const { client, db } = await connectMongo(uri);
  const store = await open(new MongoEngine(client, db));
  return { store, blobs: new GridFsBlobs(db) };
}
