import { MongoClient, type Db } from 'mongodb';
import { FernblickError } from '@fernblick/shared/protocol';

const START_TIMEOUT_MS = 5_000;
/** How long a majority may take to confirm a write. */
const MAJORITY_TIMEOUT_MS = 10_000;
/** A server that accepts and then says nothing is given up after this. */
const SILENCE_TIMEOUT_MS = 30_000;

/**
 * Connects, and makes sure that the database answers. Every write waits for a majority's journals, and
 * nothing is read that could still be rolled back.
 * @param uri names the database (`.../name`); without a name it is `fernblick`
 * @throws `STORE_UNAVAILABLE` naming the hosts, after 5 s at most for each step
 */
export async function connectMongo(uri: string): Promise<{ client: MongoClient; db: Db }> {
  const client = new MongoClient(uri, {
    appName: 'fernblick',
    connectTimeoutMS: START_TIMEOUT_MS,
    serverSelectionTimeoutMS: START_TIMEOUT_MS,
    socketTimeoutMS: SILENCE_TIMEOUT_MS,
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: MAJORITY_TIMEOUT_MS },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    ignoreUndefined: true,
  });
  const db = client.db(databaseName(uri));
  try {
    await client.connect();
    await db.command({ ping: 1 });
  } catch (error) {
    await client.close();
    const { hosts, srvHost } = client.options;
    const where = srvHost ?? hosts.map(String).join(', ');
    // The driver's own text names hosts too, but never what the address says before them.
    const reason = error instanceof Error ? error.message : String(error);
    throw new FernblickError('STORE_UNAVAILABLE', `MongoDB at ${where} cannot be used: ${reason}`);
  }
  return { client, db };
}

/** The database that an address names, or the one that is taken otherwise. */
export function databaseName(uri: string): string {
  return /^[^/]+\/\/[^/]+\/([^?]+)/.exec(uri)?.[1] ?? 'fernblick';
}
