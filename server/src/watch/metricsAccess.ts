import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';

/** Where a proxy names whom it asks for. */
const forwarding = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/**
 * Whether this request may read the metrics: with the token, or from this machine itself. What a proxy passes on
 * comes from this machine, too, and is not meant.
 * @param remoteAddress of the socket, not what a header says
 */
export function mayReadMetrics(
  remoteAddress: string | undefined,
  headers: IncomingHttpHeaders,
  token: string | undefined,
): boolean {
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token !== undefined && given !== undefined && isSameText(given, token)) return true;
  if (forwarding.some((name) => headers[name] !== undefined)) return false;
  return isLoopback(remoteAddress);
}

/** In a time that says nothing of where they differ, or of their lengths. */
function isSameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function isLoopback(address = ''): boolean {
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}
