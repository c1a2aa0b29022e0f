import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { OrgSettings, PatchOrgData, PrivacyInfo } from '@fernblick/shared/api';
import { FernblickError } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import { gate, requirePrincipal } from './gate.ts';
import type { UserDeps } from './UserDeps.ts';

/** The organisation's settings, and what everybody may read of them. */
export const orgRoutes: FastifyPluginAsyncZod<UserDeps> = async (app, { store }) => {
  app.patch(
    '/api/org',
    { onRequest: gate('org.manage'), schema: { body: PatchOrgData, response: { 200: OrgSettings } } },
    async (request) => {
      const principal = requirePrincipal(request);
      const patch = request.body;
      const org = await store.orgs.update(principal.orgId, ({ settings }) => ({
        changes: { settings: OrgSettings.parse({ ...settings, ...patch }) },
        events: [auditEvent(principal, 'org.patch', { detail: Object.keys(patch).join(', ') })],
      }));
      return org.settings;
    },
  );

  app.get('/api/privacy', { schema: { response: { 200: PrivacyInfo } } }, async () => {
    const org = await store.orgs.first();
    if (!org) throw new FernblickError('NOT_FOUND', 'the server is not set up yet');
    const { name, responsible, contact, retentionYears, privacyUrl } = org.settings;
    return { orgName: name, responsible, contact, retentionYears, privacyUrl };
  });
};
