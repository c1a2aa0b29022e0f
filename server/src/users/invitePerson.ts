import type * as z from 'zod';
import type { InvitePersonData } from '@fernblick/shared/api';
import { FernblickError, newId, PersonId, type Principal } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import type { PersonDoc } from '../store/documents.ts';
import { joinGroups } from './joinGroups.ts';
import { renewLink } from './oneTimeLinks.ts';
import type { UserDeps } from './UserDeps.ts';

const LINK_VALID_MS = 7 * 24 * 3_600_000;

type Deps = Pick<UserDeps, 'store' | 'publicUrl' | 'now'>;

/**
 * Makes a person who becomes active by the link. Experts are rung from then on.
 * @throws EMAIL_TAKEN
 */
export async function invitePerson(
  deps: Deps,
  admin: Principal,
  { name, email, role }: z.infer<typeof InvitePersonData>,
): Promise<{ person: PersonDoc; link: string; expiresAt: number }> {
  const { store, now = Date.now } = deps;
  const { orgId } = admin;
  const id = newId(PersonId);
  const person = await store.people.create(
    { id, orgId, name, email, role, state: 'invited', createdAt: now(), demo: false },
    [auditEvent(admin, 'person.create', { target: id, detail: role })],
  );
  await joinGroups(store, orgId, id, role);
  return { person, ...(await makeLink(deps, person)) };
}

/**
 * A new link for somebody who lost the first one or forgot the password; the older one works no more.
 * @throws NOT_FOUND for people of other organisations and for who is deactivated
 */
export async function newPersonLink(
  deps: Deps,
  admin: Principal,
  personId: PersonId,
  validMs = LINK_VALID_MS,
): Promise<{ link: string; expiresAt: number }> {
  const person = await deps.store.people.get(personId);
  if (person?.orgId !== admin.orgId || person.state === 'deactivated') throw new FernblickError('NOT_FOUND');
  const made = await makeLink(deps, person, validMs);
  await deps.store.audit.append([auditEvent(admin, 'person.link', { target: personId })]);
  return made;
}

/** A person has one link at a time: it has the person's id. */
async function makeLink(
  { store, publicUrl, now = Date.now }: Deps,
  { id, orgId }: PersonDoc,
  validMs = LINK_VALID_MS,
) {
  const createdAt = now();
  const expiresAt = createdAt + validMs;
  const link = { id, purpose: 'activate' as const, orgId, personId: id, createdAt, expiresAt };
  const token = await renewLink(store, link);
  return { link: `${publicUrl}/activate#${token}`, expiresAt };
}
