import * as z from 'zod';
import { newId, OrgId, PersonId } from '@fernblick/shared/protocol';
import type { Store } from '../store/Store.ts';
import { renewLink } from './oneTimeLinks.ts';

/** There is one setup link at most, so its id is always the same. */
const SETUP_LINK_ID = z.uuid().parse('00000000-0000-7000-8000-000000000001');

const VALID_MS = 30 * 24 * 3_600_000;

/**
 * As long as there is no organisation: a new link that makes it and its first admin. The link of an earlier start
 * works no more; the ids that it would have given stay, so that a setup that broke off is taken up again.
 * @returns the path with the token in its fragment; undefined when all is set up
 */
export async function ensureSetupLink(store: Store, now = Date.now()): Promise<string | undefined> {
  if (await store.orgs.first()) return undefined;
  const before = await store.links.get(SETUP_LINK_ID);
  const token = await renewLink(store, {
    id: SETUP_LINK_ID,
    purpose: 'setup',
    orgId: before?.orgId ?? newId(OrgId, now),
    personId: before?.personId ?? newId(PersonId, now),
    createdAt: now,
    expiresAt: now + VALID_MS,
  });
  return `/setup#${token}`;
}
