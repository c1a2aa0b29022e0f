import { can } from '@fernblick/shared/policy';
import type { GroupId, PersonId, Principal } from '@fernblick/shared/protocol';
import { FernblickError } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import type { GroupDoc, PersonDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';
import { principalOf } from './people.ts';

/** Only those who may answer a call can be rung. @throws BAD_DATA */
export function checkMembers(ids: readonly PersonId[], people: readonly PersonDoc[]): PersonId[] {
  for (const id of ids) {
    const person = people.find((other) => other.id === id);
    if (!person || !can(principalOf(person), 'call.answer', { orgId: person.orgId })) {
      throw new FernblickError('BAD_DATA', 'a member cannot answer calls');
    }
  }
  return [...new Set(ids)];
}

/** A new on-call group; the same request again gives the same group. @throws BAD_DATA, ID_CONFLICT */
export async function createGroup(
  { store, now }: { store: Store; now: () => number },
  principal: Principal,
  { id, name, memberIds }: { id: GroupId; name: string; memberIds: readonly PersonId[] },
): Promise<GroupDoc> {
  const { orgId } = principal;
  const members = checkMembers(memberIds, await store.people.list(orgId));
  const existing = await store.groups.get(id);
  if (existing && existing.orgId !== orgId) throw new FernblickError('ID_CONFLICT');
  return store.groups.create({ id, orgId, name, memberIds: members, createdAt: now() }, [
    auditEvent(principal, 'group.create', { target: id, detail: name }),
  ]);
}

/**
 * Takes a group away; its record stays, since calls in the cases name it. The last one stays: without it nobody
 * would be rung.
 * @throws NOT_FOUND, LAST_GROUP
 */
export async function removeGroup(
  { store, now }: { store: Store; now: () => number },
  principal: Principal,
  id: GroupId,
): Promise<void> {
  const { orgId } = principal;
  const before = await store.groups.get(id);
  if (before?.orgId !== orgId) throw new FernblickError('NOT_FOUND');
  if (before.removedAt !== undefined) return;
  const others = (await store.groups.list(orgId)).filter((group) => group.id !== id);
  if (others.length === 0) throw new FernblickError('LAST_GROUP', 'without a group nobody is rung');
  await store.groups.update(id, ({ name, removedAt }) =>
    removedAt === undefined
      ? {
          changes: { removedAt: now() },
          events: [auditEvent(principal, 'group.remove', { target: id, detail: name })],
        }
      : undefined,
  );
}
