import type { GroupId } from '@fernblick/shared/protocol';
import type { LiveSession } from './LiveSession.ts';
import type { ParticipantSlot } from './ParticipantSlot.ts';
import type { SessionServices } from './services.ts';

/**
 * Rings an on-call group, the organisation's first by default.
 * @returns names of those who are rung; empty if the group has nobody
 */
export async function ringGroup(
  { store }: SessionServices,
  session: LiveSession,
  caller: ParticipantSlot,
  groupId?: GroupId,
): Promise<string[]> {
  const { orgId } = session.doc;
  const groups = await store.groups.list(orgId);
  const group = groups.find(({ id }) => id === groupId) ?? groups[0];
  const people = await store.people.list(orgId);
  const members = people.filter(
    ({ id, state }) => state === 'active' && group?.memberIds.includes(id) && String(id) !== caller.who.id,
  );
  if (!group || members.length === 0) {
    session.nobodyToRing(caller.who, group);
    return [];
  }
  session.ring(
    { id: group.id, name: group.name, people: members.map(({ id, name }) => ({ id, name })) },
    caller.who,
  );
  return session.ringing?.call.rung ?? [];
}
