/** A guest's secret: who has it is that guest. */
export const GUEST_COOKIE = 'fernblick_guest';
/** Recognises a device that redeemed a single-use invitation when it comes back. */
export const DEVICE_COOKIE = 'fernblick_device';

/** One cookie of a Cookie header (RFC 6265, 4.2.1). Our values are base64url and need no decoding. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

/**
 * A Set-Cookie header that no script reads and no other site sends along.
 * @param value base64url
 * @param maxAge seconds; 0 takes it away
 */
export function writeCookie(name: string, value: string, maxAge: number, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Max-Age=${maxAge}; Path=/; HttpOnly${secure}; SameSite=Strict`;
}
