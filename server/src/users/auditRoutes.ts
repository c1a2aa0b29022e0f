import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { AuditList } from '@fernblick/shared/api';
import { gate, requirePrincipal } from './gate.ts';
import type { UserDeps } from './UserDeps.ts';

const querystring = z.object({ cursor: z.string().max(200).optional() });
const PAGE = 100;

/** Who did what, newest first. */
export const auditRoutes: FastifyPluginAsyncZod<UserDeps> = async (app, { store }) => {
  app.get(
    '/api/audit',
    { onRequest: gate('audit.read'), schema: { querystring, response: { 200: AuditList } } },
    async (request) => {
      const { orgId } = requirePrincipal(request);
      // What is still with its document is copied first, so that the newest is in the list.
      await store.audit.pump();
      const page = await store.audit.list(orgId, { cursor: request.query.cursor, limit: PAGE });
      const events = page.items.map(({ id, at, actor, action, target, detail }) => ({
        id,
        at,
        actorName: actor.name,
        action,
        ...(target !== undefined && { target }),
        ...(detail !== undefined && { detail }),
      }));
      return { events, ...(page.next !== undefined && { next: page.next }) };
    },
  );
};
