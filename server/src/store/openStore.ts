import { mkdir, open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '../blobs/BlobStore.ts';
import { FileBlobs } from '../blobs/files/FileBlobs.ts';
import { GridFsBlobs } from '../blobs/gridfs/GridFsBlobs.ts';
import { DomainStore, type StoreLog } from './domain/DomainStore.ts';
import type { DocumentEngine } from './engine/DocumentEngine.ts';
import { MeasuredEngine, type StoreMeter } from './engine/MeasuredEngine.ts';
import { MigrationError } from './migrations/migrate.ts';
import { migrations as all, SCHEMA_VERSION, type Migration } from './migrations/migrations.ts';
import { connectMongo } from './mongo/connect.ts';
import { MongoEngine } from './mongo/MongoEngine.ts';
import { migrateFile } from './sqlite/migrateFile.ts';
import { SqliteEngine } from './sqlite/SqliteEngine.ts';
import type { Store } from './Store.ts';
import { version } from '../version.ts';

export interface StoreOptions {
  dataDir: string;
  mongodbUri?: string | undefined;
  log?: StoreLog | undefined;
  /** Told of every operation of the database. */
  meter?: StoreMeter | undefined;
  /** Told what a start does with data of an older shape. */
  note?: (text: string) => void;
  /** Others than the real ones, for tests. */
  migrations?: readonly Migration[];
}

/**
 * Opens the stores: MongoDB and GridFS if there is an address, otherwise a file and a folder in `dataDir`. Data of
 * an older shape is migrated.
 * Close the blobs before the store.
 * @throws if the database is out of reach or was written by a newer Fernblick; there is no falling back.
 * MigrationError: the data is as it was
 */
export async function openStore(options: StoreOptions): Promise<{ store: Store; blobs: BlobStore }> {
  return options.mongodbUri === undefined ? openEmbedded(options) : openMongo(options, options.mongodbUri);
}

/**
 * Opens the store for a command beside a server that may be running: touches no blobs, migrates nothing.
 * @throws MigrationError if the data has an older shape
 */
export async function openStoreBeside({ dataDir, mongodbUri }: StoreOptions): Promise<Store> {
  let engine: DocumentEngine;
  if (mongodbUri === undefined) engine = new SqliteEngine(join(dataDir, 'fernblick.db'));
  else {
    const { client, db } = await connectMongo(mongodbUri);
    engine = new MongoEngine(client, db);
  }
  const schema = await engine.get('meta', 'schema').catch(() => undefined);
  if (Number(schema?.schemaVersion ?? SCHEMA_VERSION) < SCHEMA_VERSION) {
    await engine.close();
    throw new MigrationError(
      'The data has an older shape. Please start the new version of the server first.',
    );
  }
  return DomainStore.open(engine);
}

const measured = (engine: DocumentEngine, meter: StoreMeter | undefined): DocumentEngine =>
  meter ? new MeasuredEngine(engine, meter) : engine;

async function openEmbedded({ dataDir, log, meter, note = () => undefined, migrations = all }: StoreOptions) {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'fernblick.db');
  await migrateFile({ dataDir, migrations, version, note });
  // SQLite would let everybody on the machine read it; its log takes over the mode.
  await (await openFile(file, 'a', 0o600)).close();
  const blobs = await FileBlobs.open(join(dataDir, 'blobs'));
  return { store: await DomainStore.open(measured(new SqliteEngine(file), meter), log, migrations), blobs };
}

async function openMongo({ log, meter, migrations = all }: StoreOptions, uri: string) {
  const { client, db } = await connectMongo(uri);
  const store = await DomainStore.open(measured(new MongoEngine(client, db), meter), log, migrations);
  return { store, blobs: new GridFsBlobs(db) };
}
