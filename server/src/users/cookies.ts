import { fastifyCookie } from '@fastify/cookie';

/** A guest's secret: who has it is that guest. */
export const GUEST_COOKIE = 'fernblick_guest';
/** Recognises a device that redeemed a single-use invitation when it comes back. */
export const DEVICE_COOKIE = 'fernblick_device';

/** One cookie of a Cookie header. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  return header === undefined ? undefined : fastifyCookie.parse(header)[name];
}

/**
 * A Set-Cookie header that no script reads and no other site sends along.
 * @param maxAge seconds; 0 takes it away
 */
export function writeCookie(name: string, value: string, maxAge: number, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:');
  return fastifyCookie.serialize(name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge,
  });
}
