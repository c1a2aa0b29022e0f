import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import {
  InvitedPerson,
  InvitePersonData,
  NewLink,
  PatchPersonData,
  PeopleList,
  PersonView,
} from '@fernblick/shared/api';
import { PersonId } from '@fernblick/shared/protocol';
import { gate, requirePrincipal } from './gate.ts';
import { invitePerson, newPersonLink } from './invitePerson.ts';
import { patchPerson } from './patchPerson.ts';
import { viewPerson } from './people.ts';
import type { UserDeps } from './UserDeps.ts';

const params = z.object({ id: PersonId });

/** The organisation's people. */
export const peopleRoutes: FastifyPluginAsyncZod<UserDeps> = async (app, deps) => {
  app.get(
    '/api/people',
    { onRequest: gate('people.read'), schema: { response: { 200: PeopleList } } },
    async (request) => {
      const people = await deps.store.people.list(requirePrincipal(request).orgId);
      return { people: people.map(viewPerson) };
    },
  );

  app.post(
    '/api/people',
    {
      onRequest: gate('people.manage'),
      schema: { body: InvitePersonData, response: { 200: InvitedPerson } },
    },
    async (request) => {
      const { person, ...link } = await invitePerson(deps, requirePrincipal(request), request.body);
      return { person: viewPerson(person), ...link };
    },
  );

  app.patch(
    '/api/people/:id',
    {
      onRequest: gate('people.manage'),
      schema: { params, body: PatchPersonData, response: { 200: PersonView } },
    },
    async (request) => {
      const { id } = request.params;
      return viewPerson(await patchPerson(deps, requirePrincipal(request), id, request.body));
    },
  );

  app.post(
    '/api/people/:id/link',
    { onRequest: gate('people.manage'), schema: { params, response: { 200: NewLink } } },
    async (request) => newPersonLink(deps, requirePrincipal(request), request.params.id),
  );
};
