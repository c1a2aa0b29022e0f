import type * as z from 'zod';
import type { ActivateData } from '@fernblick/shared/api';
import { FernblickError } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import type { LinkDoc, PersonDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';
import { findLink, useLink } from './oneTimeLinks.ts';
import { checkPassword } from './passwords.ts';
import { principalOf } from './people.ts';
import type { UserDeps } from './UserDeps.ts';

/** Whom an activation link is for; uses nothing up. @throws LINK_INVALID */
export async function personOfLink(store: Store, token: string, now: number): Promise<PersonDoc> {
  return linkedPerson(store, await findLink(store, token, 'activate', now));
}

/**
 * Sets a person's first or next password. With the next one all their sign-ins end: a link for a forgotten password
 * is the way out for a stolen one, too.
 * @throws LINK_INVALID, PASSWORD_WEAK
 */
export async function activatePerson(
  deps: Pick<UserDeps, 'store' | 'authenticator' | 'access' | 'now'>,
  { token, password }: z.infer<typeof ActivateData>,
): Promise<PersonDoc> {
  const { store, authenticator, access, now = Date.now } = deps;
  checkPassword(password, await personOfLink(store, token, now()));
  return useLink(store, token, 'activate', now(), async (link) => {
    const { id, name, email } = await linkedPerson(store, link);
    await authenticator.signIns.setPassword({ id, name, email }, password);
    const person = await store.people.update(id, (doc) => {
      // Deactivated in this moment: the password is of no use then.
      if (doc.state === 'deactivated') throw new FernblickError('LINK_INVALID');
      return {
        changes: { state: 'active' },
        events: [auditEvent(principalOf(doc), 'person.activate', { target: id })],
      };
    });
    await authenticator.signIns.endAll(id);
    await access.expel(id);
    return person;
  });
}

async function linkedPerson(store: Store, { personId }: LinkDoc): Promise<PersonDoc> {
  const person = personId && (await store.people.get(personId));
  if (!person || person.state === 'deactivated') throw new FernblickError('LINK_INVALID');
  return person;
}
