import { finished } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { ChangePasswordData, Me, SignInData, SignOutData } from '@fernblick/shared/api';
import { FernblickError } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import { changePassword } from './changePassword.ts';
import { GUEST_COOKIE, writeCookie } from './cookies.ts';
import { requirePrincipal } from './gate.ts';
import { signIn, signInLimits } from './signIn.ts';
import type { UserDeps } from './UserDeps.ts';
import { viewMe } from './viewMe.ts';

const nothing = z.object({});

/** Signing in and out, and who one is. */
export const accountRoutes: FastifyPluginAsyncZod<UserDeps> = async (app, deps) => {
  const { store, authenticator, publicUrl, access } = deps;
  const limits = signInLimits();

  app.post(
    '/api/sign-in',
    { schema: { body: SignInData, response: { 200: Me } } },
    async (request, reply) => {
      const { principal, setCookies } = await signIn(deps, limits, { ...request.body, ip: request.ip });
      const { cookie } = request.headers;
      // The sign-in that this device had before is not left lying about.
      if (cookie) await authenticator.signIns.signOut(cookie);
      reply.header('set-cookie', setCookies);
      return viewMe(store, principal);
    },
  );

  app.post(
    '/api/sign-out',
    { schema: { body: SignOutData, response: { 200: nothing } } },
    async (request, reply) => {
      const principal = requirePrincipal(request);
      const { cookie = '' } = request.headers;
      if (principal.kind === 'guest') {
        reply.header('set-cookie', writeCookie(GUEST_COOKIE, '', 0, publicUrl));
        return {};
      }
      reply.header('set-cookie', await authenticator.signIns.signOut(cookie));
      const { everywhere } = request.body;
      if (everywhere && principal.kind === 'person') {
        await authenticator.signIns.endAll(principal.id);
        await access.expel(principal.id);
      }
      const about = { target: principal.id, ...(everywhere && { detail: 'everywhere' }) };
      await store.audit.append([auditEvent(principal, 'person.signOut', about)]);
      return {};
    },
  );

  app.get('/api/me', { schema: { response: { 200: Me } } }, async (request, reply) => {
    const principal = requirePrincipal(request);
    const { cookie } = request.headers;
    if (cookie && principal.kind === 'person') {
      const setCookies = await authenticator.signIns.prolong(cookie);
      if (setCookies.length > 0) reply.header('set-cookie', setCookies);
    }
    return viewMe(store, principal);
  });

  app.patch(
    '/api/me/password',
    { schema: { body: ChangePasswordData, response: { 200: Me } } },
    async (request, reply) => {
      const principal = requirePrincipal(request);
      if (principal.kind !== 'person') throw new FernblickError('FORBIDDEN');
      const setCookies = await changePassword(deps, limits, principal.id, {
        ...request.body,
        ip: request.ip,
      });
      finished(reply.raw, () => void access.expel(principal.id));
      reply.header('set-cookie', setCookies);
      return viewMe(store, principal);
    },
  );
};
