import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { SessionQualityView } from '@fernblick/shared/api';
import { FernblickError, SessionId } from '@fernblick/shared/protocol';
import type { Store } from '../store/Store.ts';
import { requirePrincipal } from '../users/gate.ts';
import { caseFor } from './caseFor.ts';

const params = z.object({ id: SessionId });

/** How good the lines of a call that is over were, as it was noted at its end. */
export const sessionQualityRoutes: FastifyPluginAsyncZod<{ store: Store }> = async (app, { store }) => {
  app.get(
    '/api/sessions/:id/quality',
    { schema: { params, response: { 200: SessionQualityView } } },
    async (request) => {
      const principal = requirePrincipal(request);
      const session = await store.sessions.get(request.params.id);
      if (!session) throw new FernblickError('SESSION_NOT_FOUND');
      await caseFor(store, principal, 'quality.read', session.caseId);
      return { participants: session.quality ?? [] };
    },
  );
};
