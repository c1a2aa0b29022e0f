import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { GroupList, GroupView, PatchGroupData } from '@fernblick/shared/api';
import { can } from '@fernblick/shared/policy';
import { FernblickError, GroupId, type PersonId } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import type { GroupDoc, PersonDoc } from '../store/documents.ts';
import { gate, requirePrincipal } from './gate.ts';
import { principalOf } from './people.ts';
import type { UserDeps } from './UserDeps.ts';

const params = z.object({ id: GroupId });

/** On-call groups: who is rung together. */
export const groupRoutes: FastifyPluginAsyncZod<UserDeps> = async (app, { store, presence }) => {
  /** Who is not active keeps the place in the group, and is not shown. */
  const view = ({ id, version, name, memberIds }: GroupDoc, people: PersonDoc[]): GroupView => ({
    id,
    version,
    name,
    members: people
      .filter((person) => person.state === 'active' && memberIds.includes(person.id))
      .map((person) => ({ id: person.id, name: person.name, online: presence.isOnline(person.id) })),
  });

  app.get(
    '/api/groups',
    { onRequest: gate('people.read'), schema: { response: { 200: GroupList } } },
    async (request) => {
      const { orgId } = requirePrincipal(request);
      const [groups, people] = await Promise.all([store.groups.list(orgId), store.people.list(orgId)]);
      return { groups: groups.map((group) => view(group, people)) };
    },
  );

  app.patch(
    '/api/groups/:id',
    {
      onRequest: gate('people.manage'),
      schema: { params, body: PatchGroupData, response: { 200: GroupView } },
    },
    async (request) => {
      const principal = requirePrincipal(request);
      const { orgId } = principal;
      const { id } = request.params;
      const { version, name, memberIds } = request.body;
      const before = await store.groups.get(id);
      if (before?.orgId !== orgId) throw new FernblickError('NOT_FOUND');
      const people = await store.people.list(orgId);
      const members = memberIds && [...checkMembers(memberIds, people), ...hidden(before, people)];
      const changes = { ...(name !== undefined && { name }), ...(members && { memberIds: members }) };
      const group = await store.groups.patch(id, version, changes, [
        auditEvent(principal, 'group.patch', { target: id }),
      ]);
      return view(group, people);
    },
  );
};

/** Only those who may answer a call can be rung. @throws BAD_DATA */
function checkMembers(ids: readonly PersonId[], people: PersonDoc[]): PersonId[] {
  for (const id of ids) {
    const person = people.find((other) => other.id === id);
    if (!person || !can(principalOf(person), 'call.answer', { orgId: person.orgId })) {
      throw new FernblickError('BAD_DATA', 'a member cannot answer calls');
    }
  }
  return [...new Set(ids)];
}

/** Members that the list of `view` does not have, so that a list which comes back does not drop them. */
function hidden({ memberIds }: GroupDoc, people: PersonDoc[]): PersonId[] {
  return people
    .filter((person) => person.state !== 'active' && memberIds.includes(person.id))
    .map(({ id }) => id);
}
