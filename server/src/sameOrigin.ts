import type { FastifyRequest } from 'fastify';

/**
 * Whether a browser page of this server asks: the Origin header names the public address or the address that the
 * request came in by. A client that is no browser sends no Origin; cookies alone then decide.
 */
export function isSameOrigin(request: Pick<FastifyRequest, 'headers' | 'host'>, publicUrl: string): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return request.headers['sec-fetch-site'] === undefined;
  try {
    return new URL(origin).host === request.host || origin === new URL(publicUrl).origin;
  } catch {
    return false;
  }
}
