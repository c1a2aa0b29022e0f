import { createHash } from 'node:crypto';
import { canonicalJson } from '@fernblick/shared/protocol';

/**
 * The value as every database gives it back: no undefined members, no negative zero, no lone surrogates
 * (BSON would replace them, and digests would no longer fit).
 */
export function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_name, member: unknown) =>
      typeof member === 'string' ? member.toWellFormed() : member,
    ),
  );
}

/** Hexadecimal SHA-256 of the canonical JSON, with bytes before it if given. */
export function digestOf(value: unknown, before: Buffer = Buffer.alloc(0)): string {
  return createHash('sha256').update(before).update(canonicalJson(value)).digest('hex');
}
