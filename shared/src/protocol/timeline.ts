import * as z from 'zod';
import {
  CallTaskId,
  CaseId,
  EntryId,
  InvitationId,
  OrgId,
  ParticipantId,
  SessionId,
  SnapshotId,
} from './ids.ts';
import { CallStopReason, CallWord } from './calls.ts';
import { Author, PersonName } from './principals.ts';

/** Internal entries are for the organisation's people; shared ones are seen by guests and stand in the customer's report. */
export const Visibility = z.enum(['internal', 'shared']);
export type Visibility = z.infer<typeof Visibility>;

export const CaseStatus = z.enum(['new', 'inProgress', 'solved', 'closed']);
export type CaseStatus = z.infer<typeof CaseStatus>;

export const MessageText = z.string().trim().min(1).max(4_000);

/** Hexadecimal SHA-256. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What an entry says, by kind. */
export const EntryBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), text: MessageText, sessionId: SessionId.optional() }),
  z.object({
    kind: z.literal('snapshot'),
    snapshotId: SnapshotId,
    sessionId: SessionId.optional(),
    width: z.number().int(),
    height: z.number().int(),
  }),
  z.object({
    kind: z.literal('annotation'),
    snapshotId: SnapshotId,
    sessionId: SessionId.optional(),
    /** Number of the layer's last entry that is burned in. */
    layerSeq: z.number().int(),
    strokes: z.number().int(),
  }),
  z.object({
    kind: z.literal('session'),
    sessionId: SessionId,
    startedAt: z.number().int(),
    endedAt: z.number().int(),
    endReason: z.string().max(40),
    participants: z.array(
      z.object({
        participantId: ParticipantId,
        name: PersonName,
        kind: Author.shape.kind,
        joinedAt: z.number().int(),
        leftAt: z.number().int().optional(),
      }),
    ),
    strokes: z.number().int(),
    snapshots: z.number().int(),
    messages: z.number().int(),
  }),
  z.object({
    kind: z.literal('missedCall'),
    sessionId: SessionId,
    caller: Author,
    rung: z.array(PersonName),
    reason: CallStopReason,
    word: z.string().max(200).optional(),
    /** Who was called by name, where an expert called and it was they who missed it. */
    to: z.array(Author).optional(),
  }),
  /** A call back that was asked for, and what became of it. */
  z.object({
    kind: z.literal('callBack'),
    taskId: CallTaskId,
    change: z.enum(['asked', 'called', 'dismissed']),
    /** Who asked for it. */
    from: Author,
    groupName: z.string().max(120).optional(),
    word: CallWord.optional(),
  }),
  /** A running call went from one expert to another. */
  z.object({
    kind: z.literal('handOver'),
    sessionId: SessionId,
    from: Author,
    to: Author,
    word: CallWord.optional(),
  }),
  /** The host took somebody out of a running call, or let them in again. */
  z.object({
    kind: z.literal('removal'),
    sessionId: SessionId,
    who: Author,
    change: z.enum(['removed', 'letIn']),
  }),
  z.object({
    kind: z.literal('caseChange'),
    field: z.enum(['created', 'title', 'status', 'asset', 'customer']),
    from: z.string().max(200).optional(),
    to: z.string().max(200).optional(),
  }),
  z.object({
    kind: z.literal('invitation'),
    invitationId: InvitationId,
    change: z.enum(['created', 'redeemed', 'revoked']),
    guestName: PersonName.optional(),
  }),
  /** The content was erased; the chain of hashes still holds. */
  z.object({ kind: z.literal('tombstone'), reason: z.string().max(500) }),
]);
export type EntryBody = z.infer<typeof EntryBody>;
export type EntryKind = EntryBody['kind'];

/**
 * One entry of a case's append-only timeline.
 *
 * `bodyDigest` = SHA-256(salt bytes + canonical JSON of body); `hash` = SHA-256(canonical JSON of the entry
 * without body, salt and hash). Erasing deletes body and salt; digest, and with it the chain, stays.
 */
export const TimelineEntry = z.object({
  id: EntryId,
  orgId: OrgId,
  caseId: CaseId,
  seq: z.number().int().min(1),
  rev: z.number().int().min(1),
  kind: z.string(),
  visibility: Visibility,
  author: Author,
  /** UTC ms on the device that wrote it. */
  clientAt: z.number().int(),
  /** UTC ms on the server. */
  at: z.number().int(),
  body: EntryBody,
  /** 16 random bytes, hexadecimal. */
  salt: z.string(),
  bodyDigest: Digest,
  /** Hash of the entry before; 64 zeros for the first. */
  prevHash: Digest,
  hash: Digest,
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** An entry as clients see it; salt and digests stay with the file and its export. */
export const EntryView = TimelineEntry.omit({ salt: true, bodyDigest: true, prevHash: true, hash: true });
export type EntryView = z.infer<typeof EntryView>;
