import type { FastifyPluginAsync } from 'fastify';
import { accountRoutes } from './accountRoutes.ts';
import { activationRoutes } from './activationRoutes.ts';
import { auditRoutes } from './auditRoutes.ts';
import { groupRoutes } from './groupRoutes.ts';
import { invitationRoutes } from './invitationRoutes.ts';
import { onboardingRoutes } from './onboardingRoutes.ts';
import { orgRoutes } from './orgRoutes.ts';
import { peopleRoutes } from './peopleRoutes.ts';
import type { UserDeps } from './UserDeps.ts';

/** Accounts, people, groups, the organisation, invitations and the audit log over HTTP. */
export const userRoutes: FastifyPluginAsync<UserDeps> = async (app, deps) => {
  // Who is who must be asked anew each time, by the browser's own cache, too.
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  for (const routes of [
    accountRoutes,
    activationRoutes,
    peopleRoutes,
    groupRoutes,
    orgRoutes,
    onboardingRoutes,
    auditRoutes,
    invitationRoutes,
  ]) {
    await app.register(routes, deps);
  }
};
