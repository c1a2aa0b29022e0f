import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ActivateData, ActivationPreview, ActivationPreviewData, Me, SetupData } from '@fernblick/shared/api';
import { FernblickError } from '@fernblick/shared/protocol';
import { activatePerson, personOfLink } from './activatePerson.ts';
import { forgivingRight, linkLimits } from './linkLimits.ts';
import { setUpOrganisation } from './setUpOrganisation.ts';
import { signIn, signInLimits } from './signIn.ts';
import type { UserDeps } from './UserDeps.ts';
import { viewMe } from './viewMe.ts';

/** What one-time links are for: the first admin, and people's passwords. */
export const activationRoutes: FastifyPluginAsyncZod<UserDeps> = async (app, deps) => {
  const { store, authenticator, now = Date.now } = deps;
  const guesses = linkLimits();
  const signInAttempts = signInLimits();

  app.post(
    '/api/setup',
    { schema: { body: SetupData, response: { 200: Me } } },
    async ({ body, ip }, reply) => {
      await forgivingRight(guesses, ip, () =>
        setUpOrganisation({ store, signIns: authenticator.signIns, now }, body),
      );
      const { email, password } = body;
      const { principal, setCookies } = await signIn(deps, signInAttempts, { email, password, ip });
      reply.header('set-cookie', setCookies);
      return viewMe(store, principal);
    },
  );

  app.post(
    '/api/activation/preview',
    { schema: { body: ActivationPreviewData, response: { 200: ActivationPreview } } },
    async ({ body, ip }) => {
      const { orgId, name, email } = await forgivingRight(guesses, ip, () =>
        personOfLink(store, body.token, now()),
      );
      const org = await store.orgs.get(orgId);
      if (!org) throw new FernblickError('LINK_INVALID');
      return { orgName: org.settings.name, name, email };
    },
  );

  app.post(
    '/api/activation',
    { schema: { body: ActivateData, response: { 200: Me } } },
    async ({ body, ip }, reply) => {
      const { email } = await forgivingRight(guesses, ip, () => activatePerson(deps, body));
      const { password } = body;
      const { principal, setCookies } = await signIn(deps, signInAttempts, { email, password, ip });
      reply.header('set-cookie', setCookies);
      return viewMe(store, principal);
    },
  );
};
