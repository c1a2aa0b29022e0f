import type * as z from 'zod';
import { OrgSettings, type SetupData } from '@fernblick/shared/api';
import { FernblickError, GroupId, PersonId } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import type { LinkDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';
import { useLink } from './oneTimeLinks.ts';
import { checkPassword } from './passwords.ts';
import type { SignIns } from './SignIns.ts';
import { systemOf } from './system.ts';

/** What is kept for warranty and tax in most companies that repair machines (HGB § 257, AO § 147). */
const RETENTION_YEARS = 10;

/** What holds until an admin changes it; the texts for guests begin with what the setup asked for. */
function firstSettings(orgName: string, admin: { name: string; email: string }): OrgSettings {
  return OrgSettings.parse({
    name: orgName,
    responsible: `${orgName}, ${admin.name}`,
    contact: admin.email,
    privacyUrl: '',
    retentionYears: RETENTION_YEARS,
    autoFreeze: false,
    onboarding: { done: [], skipped: [], finished: false },
  });
}

/**
 * Makes the organisation, its on-call group and its first admin with the link that the server printed.
 * What broke off can be done again: all ids come from the link, and the organisation, which ends the setup, is last.
 * @throws LINK_INVALID, PASSWORD_WEAK
 */
export async function setUpOrganisation(
  { store, signIns, now }: { store: Store; signIns: SignIns; now: () => number },
  data: z.infer<typeof SetupData>,
): Promise<void> {
  checkPassword(data.password, data);
  await useLink(store, data.token, 'setup', now(), async (link) => {
    const personId = await putAdmin(store, link, data, now());
    await signIns.setPassword({ id: personId, email: data.email, name: data.name }, data.password);
    const { orgId } = link;
    if ((await store.groups.list(orgId)).length === 0) {
      const group = { orgId, name: 'Service', memberIds: [personId], createdAt: now() };
      await store.groups.create({ ...group, id: GroupId.parse(orgId) });
    }
    const settings = firstSettings(data.orgName, data);
    await store.orgs.create({ id: orgId, orgId, createdAt: now(), demo: false, settings }, [
      auditEvent(systemOf(orgId), 'org.create', { target: orgId, detail: data.orgName }),
    ]);
  });
}

async function putAdmin(
  store: Store,
  { orgId, personId }: LinkDoc,
  { name, email }: z.infer<typeof SetupData>,
  now: number,
): Promise<PersonId> {
  if (!personId) throw new FernblickError('LINK_INVALID');
  const events = [auditEvent(systemOf(orgId), 'person.create', { target: personId, detail: 'admin' })];
  if (await store.people.get(personId)) {
    await store.people.update(personId, () => ({ changes: { name, email }, events }));
  } else {
    const admin = { name, email, role: 'admin' as const, state: 'active' as const, demo: false };
    await store.people.create({ ...admin, id: personId, orgId, createdAt: now }, events);
  }
  return personId;
}
