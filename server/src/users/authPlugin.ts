import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Principal } from '@fernblick/shared/protocol';
import { FernblickError } from '@fernblick/shared/protocol';
import { isSameOrigin } from '../sameOrigin.ts';
import type { Authenticator } from './Authenticator.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null for nobody, and for what is not under /api/. */
    principal: Principal | null;
  }
}

export interface AuthOptions {
  authenticator: Authenticator;
  publicUrl: string;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Finds out who asks, and refuses changes that another site's page asks for.
 * A device may be both signed in and a guest: `x-fernblick-as: guest` asks as the guest, otherwise the person counts.
 */
export const authPlugin = fp<AuthOptions>(async (app, { authenticator, publicUrl }) => {
  app.decorateRequest('principal', null);

  app.addHook('onRequest', async (request) => {
    if (!safeMethods.has(request.method) && !isSameOrigin(request, publicUrl)) {
      throw new FernblickError('BAD_ORIGIN');
    }
    if (request.url.startsWith('/api/')) request.principal = (await principalOf(request)) ?? null;
  });

  async function principalOf({ headers }: FastifyRequest): Promise<Principal | undefined> {
    const person =
      headers['x-fernblick-as'] === 'guest' ? undefined : await authenticator.person(headers.cookie);
    return person ?? authenticator.guest(headers.cookie);
  }
});
