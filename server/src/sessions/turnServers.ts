import { createHmac } from 'node:crypto';
import type { IceServer } from '@fernblick/shared/protocol';
import type { Config } from '../config.ts';

/** Credentials outlive the longest call by far, and end by themselves. Seconds. */
const VALID_S = 24 * 3_600;

/**
 * TURN servers with credentials of the "TURN REST API" scheme (draft-uberti-behave-turn-rest), as coturn's
 * `use-auth-secret` checks them: the user name is the time of expiry, the password its HMAC-SHA-1.
 */
export function turnServers(turn: Config['turn'], userId: string, now = Date.now()): IceServer[] {
  if (!turn) return [];
  const username = `${Math.floor(now / 1_000) + VALID_S}:${userId}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return [{ urls: turn.urls, username, credential }];
}
