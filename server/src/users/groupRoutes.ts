import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { CreateGroupData, GroupList, GroupView, Nothing, PatchGroupData } from '@fernblick/shared/api';
import { FernblickError, GroupId, type PersonId } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import type { GroupDoc, PersonDoc } from '../store/documents.ts';
import { gate, requirePrincipal } from './gate.ts';
import { checkMembers, createGroup, removeGroup } from './groupChanges.ts';
import type { UserDeps } from './UserDeps.ts';

const params = z.object({ id: GroupId });

/** On-call groups: who is rung together. */
export const groupRoutes: FastifyPluginAsyncZod<UserDeps> = async (app, deps) => {
  const { store, presence, now = Date.now } = deps;
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

  app.post(
    '/api/groups',
    { onRequest: gate('people.manage'), schema: { body: CreateGroupData, response: { 200: GroupView } } },
    async (request) => {
      const principal = requirePrincipal(request);
      const group = await createGroup({ store, now }, principal, request.body);
      return view(group, await store.people.list(principal.orgId));
    },
  );

  app.post(
    '/api/groups/:id/remove',
    { onRequest: gate('people.manage'), schema: { params, response: { 200: Nothing } } },
    async (request) => {
      await removeGroup({ store, now }, requirePrincipal(request), request.params.id);
      return {};
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
      if (before?.orgId !== orgId || before.removedAt !== undefined) throw new FernblickError('NOT_FOUND');
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

/** Members that the list of `view` does not have, so that a list which comes back does not drop them. */
function hidden({ memberIds }: GroupDoc, people: PersonDoc[]): PersonId[] {
  return people
    .filter((person) => person.state !== 'active' && memberIds.includes(person.id))
    .map(({ id }) => id);
}
