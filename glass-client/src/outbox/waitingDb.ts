import { WaitingItem } from './WaitingItem.ts';

/** Where what waits outlives the page. */
export interface WaitingDb {
  all(): Promise<WaitingItem[]>;
  put(item: WaitingItem): Promise<void>;
  remove(id: string): Promise<void>;
}

const STORE = 'waiting';
let opened: Promise<IDBDatabase> | undefined;

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('the database does not answer'));
    };
  });
}

function open(): Promise<IDBDatabase> {
  opened ??= (() => {
    const request = indexedDB.open('fernblick-outbox', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: 'id' });
    };
    return answer(request);
  })().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Done when it is on the disk, not when it was asked for. */
async function write(change: (store: IDBObjectStore) => void): Promise<void> {
  const transaction = (await open()).transaction(STORE, 'readwrite');
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('the database does not answer'));
    };
    change(transaction.objectStore(STORE));
  });
}

/** The browser's own database. Private windows may refuse it: then every call fails, and nothing is kept. */
export const browserDb: WaitingDb = {
  async all() {
    const rows: unknown[] = await answer((await open()).transaction(STORE).objectStore(STORE).getAll());
    // What an older page wrote otherwise cannot be sent any more.
    return rows.flatMap((row) => WaitingItem.safeParse(row).data ?? []);
  },
  put: (item) => write((store) => store.put(item)),
  remove: (id) => write((store) => store.delete(id)),
};
