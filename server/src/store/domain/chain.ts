import { randomBytes } from 'node:crypto';
import { EntryBody, TimelineEntry } from '@fernblick/shared/protocol';
import type { EntryDraft } from '../Store.ts';
import { digestOf, plain } from './plain.ts';

const NO_HASH = '0'.repeat(64);

/** SHA-256 of salt and canonical JSON of the body: who has erased both can still prove that something was there. */
const bodyDigestOf = (body: EntryBody, salt: string) => digestOf(body, Buffer.from(salt, 'hex'));

/** SHA-256 of the canonical JSON of the entry without body, salt and hash. */
function hashOf(entry: Omit<TimelineEntry, 'hash'>): string {
  const { body: _body, salt: _salt, ...header } = entry;
  return digestOf(header);
}

/** The draft as the entry that follows `head`. `now` is UTC ms; an entry is never older than the one before. */
export function sealEntry(draft: EntryDraft, head: TimelineEntry | undefined, now: number): TimelineEntry {
  const body = EntryBody.parse(plain(draft.body));
  const salt = randomBytes(16).toString('hex');
  const { id, orgId, caseId, visibility, author, clientAt } = draft;
  const entry = {
    ...{ id, orgId, caseId, visibility, clientAt, body, salt, kind: body.kind, rev: 1 },
    author: TimelineEntry.shape.author.parse(plain(author)),
    seq: (head?.seq ?? 0) + 1,
    at: Math.max(now, head?.at ?? 0),
    bodyDigest: bodyDigestOf(body, salt),
    prevHash: head?.hash ?? NO_HASH,
  };
  return { ...entry, hash: hashOf(entry) };
}

/** Where a chain breaks: the number of the first entry that does not fit, and why. */
export interface BrokenChain {
  seq: number;
  reason: 'order' | 'previous' | 'hash' | 'body';
}

/**
 * Checks a whole timeline, from its first entry on, in order. An erased entry (tombstone without salt) has no
 * body to check; its place in the chain still is.
 * @returns undefined if the chain holds
 */
export function verifyChain(entries: readonly TimelineEntry[]): BrokenChain | undefined {
  let previous = NO_HASH;
  for (const [index, entry] of entries.entries()) {
    const { seq, hash, body, salt, bodyDigest, prevHash } = entry;
    if (seq !== index + 1) return { seq, reason: 'order' };
    if (prevHash !== previous) return { seq, reason: 'previous' };
    const { hash: _hash, ...rest } = entry;
    if (hashOf(rest) !== hash) return { seq, reason: 'hash' };
    const erased = body.kind === 'tombstone' && salt === '';
    if (!erased && (body.kind !== entry.kind || bodyDigestOf(body, salt) !== bodyDigest)) {
      return { seq, reason: 'body' };
    }
    previous = hash;
  }
  return undefined;
}
