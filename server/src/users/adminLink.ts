import { FernblickError } from '@fernblick/shared/protocol';
import type { PersonDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';
import { newPersonLink } from './invitePerson.ts';
import { systemOf } from './system.ts';

/** Whoever has the shell of the server uses it at once; a link that is forgotten there should not live long. */
const VALID_MS = 3_600_000;

/**
 * A one-time link for a person, for whoever has the shell of the server: sets a password and signs in, and ends what
 * is signed in elsewhere. Nobody has to be able to sign in for it. Audited as the server's own doing.
 * @throws NOT_FOUND for an address nobody has and for who is deactivated
 */
export async function linkFromShell(
  store: Store,
  publicUrl: string,
  email: string,
  now: () => number = Date.now,
): Promise<{ person: PersonDoc; link: string; expiresAt: number }> {
  const person = await store.people.byEmail(email);
  if (!person) throw new FernblickError('NOT_FOUND');
  const made = await newPersonLink({ store, publicUrl, now }, systemOf(person.orgId), person.id, VALID_MS);
  return { person, ...made };
}
