import type * as z from 'zod';
import type { PatchPersonData } from '@fernblick/shared/api';
import { FernblickError, type OrgId, type PersonId, type Principal } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import type { PersonDoc } from '../store/documents.ts';
import { joinGroups } from './joinGroups.ts';
import { oneByOne } from './oneByOne.ts';
import { dropLink } from './oneTimeLinks.ts';
import type { UserDeps } from './UserDeps.ts';

type Patch = z.infer<typeof PatchPersonData>;
type Deps = Pick<UserDeps, 'store' | 'authenticator' | 'access'>;

/**
 * Renames, gives another role, stops or lets in again. Who is stopped loses every sign-in, socket and live part at
 * once, and keeps the name on what they wrote; another role holds from the next message on.
 * @throws NOT_FOUND, VERSION_CONFLICT, LAST_ADMIN
 */
export function patchPerson(deps: Deps, admin: Principal, id: PersonId, patch: Patch): Promise<PersonDoc> {
  // Two admins who stop each other in the same moment must not both succeed.
  return oneByOne(admin.orgId, () => patchNow(deps, admin, id, patch));
}

async function patchNow(
  { store, authenticator, access }: Deps,
  admin: Principal,
  id: PersonId,
  { version, name, role, active }: Patch,
): Promise<PersonDoc> {
  const before = await store.people.get(id);
  if (before?.orgId !== admin.orgId) throw new FernblickError('NOT_FOUND');
  const state = active === undefined ? before.state : await stateOf(authenticator, before, active);
  const after = { name: name ?? before.name, role: role ?? before.role, state };
  const stopped = state === 'deactivated' && before.state !== state;
  const losesAdmin = before.role === 'admin' && (stopped || after.role !== 'admin');
  if (losesAdmin && !(await hasOtherAdmin(store, before.orgId, id))) throw new FernblickError('LAST_ADMIN');

  const told = [
    after.name !== before.name && auditEvent(admin, 'person.rename', { target: id, detail: after.name }),
    after.role !== before.role && auditEvent(admin, 'person.setRole', { target: id, detail: after.role }),
    state !== before.state &&
      auditEvent(admin, stopped ? 'person.deactivate' : 'person.reactivate', { target: id }),
  ];
  const events = told.filter((event) => event !== false);
  const person = await store.people.patch(id, version, after, events);
  if (after.role !== before.role) await joinGroups(store, person.orgId, id, person.role);
  if (state === 'deactivated') {
    await authenticator.signIns.endAll(id);
    await dropLink(store, id);
  }
  if (state === 'deactivated' || after.role !== before.role) await access.expel(id);
  return person;
}

/** Who is let in again has the old password, or the link if there never was one. */
async function stateOf({ signIns }: Deps['authenticator'], person: PersonDoc, active: boolean) {
  if (!active) return 'deactivated';
  if (person.state !== 'deactivated') return person.state;
  return (await signIns.hasPassword(person.id)) ? 'active' : 'invited';
}

async function hasOtherAdmin(store: Deps['store'], orgId: OrgId, id: PersonId): Promise<boolean> {
  const people = await store.people.list(orgId);
  return people.some((person) => person.id !== id && person.role === 'admin' && person.state === 'active');
}
