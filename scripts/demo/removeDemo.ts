import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OrgId } from '@fernblick/shared/protocol';
import type { BlobStore } from '../../server/src/blobs/BlobStore.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { PlainError } from '../bootstrap/Steps.mjs';

/** Where a demo is. */
export interface DemoPlace {
  store: Store;
  blobs: BlobStore;
  dataDir: string;
}

/** Keeps how people sign in to the demo, so that a later start can show it again. */
export const signInFile = (dataDir: string) => join(dataDir, 'demo-sign-in.txt');

/**
 * Removes the demo organisation with everything in it.
 * @returns what was removed, in words
 * @throws PlainError if the organisation here is a real one
 */
export async function removeDemo(place: DemoPlace): Promise<string> {
  const { store } = place;
  const org = await store.orgs.first();
  if (!org) return 'there is none';
  if (!org.demo) {
    throw new PlainError(`"${org.settings.name}" is a real organisation, not the demo. Nothing was removed.`);
  }
  const people = (await store.people.list(org.id)).length;
  const cases = await countCases(place, org.id);
  const files = await clearDemo(place, org.id);
  return `removed "${org.settings.name}": ${cases} cases, ${people} people, ${files} picture files`;
}

/** Removes a demo that may be half-made. @returns how many blobs there were */
export async function clearDemo({ store, blobs, dataDir }: DemoPlace, orgId: OrgId): Promise<number> {
  const keys = await store.removeDemo(orgId);
  for (const key of keys) await blobs.remove(key);
  await rm(signInFile(dataDir), { force: true });
  return keys.length;
}

async function countCases({ store }: DemoPlace, orgId: OrgId): Promise<number> {
  let count = 0;
  for (let cursor: string | undefined; ;) {
    const { items, next } = await store.cases.list(orgId, {}, { cursor, limit: 100 });
    count += items.length;
    if (!next) return count;
    cursor = next;
  }
}
