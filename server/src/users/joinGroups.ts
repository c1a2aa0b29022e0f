import type { OrgId, PersonId, Role } from '@fernblick/shared/protocol';
import type { Store } from '../store/Store.ts';

/**
 * Keeps the on-call groups in step with a person's role: experts are in the organisation's first group by
 * themselves, and technicians are in none, since they may not answer calls.
 */
export async function joinGroups(store: Store, orgId: OrgId, personId: PersonId, role: Role): Promise<void> {
  const groups = await store.groups.list(orgId);
  const [first] = groups;
  if (role === 'expert' && first) {
    await store.groups.update(first.id, ({ memberIds }) =>
      memberIds.includes(personId) ? undefined : { changes: { memberIds: [...memberIds, personId] } },
    );
  }
  if (role !== 'technician') return;
  for (const group of groups.filter(({ memberIds }) => memberIds.includes(personId))) {
    await store.groups.update(group.id, ({ memberIds }) => ({
      changes: { memberIds: memberIds.filter((id) => id !== personId) },
    }));
  }
}
