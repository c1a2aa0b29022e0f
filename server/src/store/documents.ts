import * as z from 'zod';
import { Email, InvitationUse, OrgSettings } from '@fernblick/shared/api';
import {
  Author,
  CallTaskId,
  CallWord,
  CaseId,
  CaseStatus,
  Device,
  Digest,
  GroupId,
  GuestId,
  InvitationId,
  LayerEntry,
  OrgId,
  ParticipantId,
  PersonId,
  PersonName,
  QualitySummary,
  Role,
  SessionId,
  SnapshotId,
  SurfaceId,
} from '@fernblick/shared/protocol';

/** What happened, for the audit log. Rides with the write it tells of (see `pendingEvents`). */
export const AuditEvent = z.object({
  id: z.uuid(),
  orgId: OrgId,
  at: z.number().int(),
  actor: Author,
  /** Imperative, like requests: `case.create`, `session.join`, `person.deactivate`. */
  action: z.string().max(64),
  caseId: CaseId.optional(),
  /** Id of what it was done to. */
  target: z.string().max(100).optional(),
  detail: z.string().max(500).optional(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

/** Every changed document carries the audit events of its changes until they are copied to the log. */
const document = {
  schemaVersion: z.literal(1),
  /** Counts up with every change; compared on write. */
  version: z.number().int().min(1),
  orgId: OrgId,
  pendingEvents: z.array(AuditEvent),
};

/** Bytes live in the blob store; documents hold this. `keyId` and `alg` are for sealed bytes. */
export const BlobRef = z.object({
  key: z.string(),
  sha256: Digest,
  size: z.number().int(),
  mime: z.string(),
  keyId: z.string().optional(),
  alg: z.string().optional(),
});
export type BlobRef = z.infer<typeof BlobRef>;

export const OrgDoc = z.object({
  ...document,
  id: OrgId,
  createdAt: z.number().int(),
  demo: z.boolean(),
  settings: OrgSettings,
});
export type OrgDoc = z.infer<typeof OrgDoc>;

export const PersonDoc = z.object({
  ...document,
  id: PersonId,
  name: PersonName,
  /** Lower case; unique over the whole server, since people sign in with it. */
  email: Email,
  role: Role,
  state: z.enum(['invited', 'active', 'deactivated']),
  createdAt: z.number().int(),
  lastSignInAt: z.number().int().optional(),
  demo: z.boolean(),
});
export type PersonDoc = z.infer<typeof PersonDoc>;

export const GroupDoc = z.object({
  ...document,
  id: GroupId,
  name: z.string(),
  memberIds: z.array(PersonId),
  createdAt: z.number().int(),
  /** Taken away: it is not listed and rings nobody. */
  removedAt: z.number().int().optional(),
});
export type GroupDoc = z.infer<typeof GroupDoc>;

/** A one-time link: setup of the first admin, activation of a person. Only the token's hash is kept. */
export const LinkDoc = z.object({
  ...document,
  id: z.uuid(),
  purpose: z.enum(['setup', 'activate']),
  tokenHash: Digest,
  personId: PersonId.optional(),
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
  usedAt: z.number().int().optional(),
});
export type LinkDoc = z.infer<typeof LinkDoc>;

export const CaseDoc = z.object({
  ...document,
  id: CaseId,
  number: z.number().int().min(1),
  title: z.string(),
  status: CaseStatus,
  asset: z.string(),
  customer: z.string(),
  createdBy: Author,
  createdAt: z.number().int(),
  activeAt: z.number().int(),
  members: z.array(Author),
  /** How long it must be kept (HGB § 257, AO § 147), in years after closing. */
  retentionYears: z.number().int(),
  /** A legal hold: nothing of it may be deleted. */
  hold: z.boolean(),
  demo: z.boolean(),
  /** Of a test call. */
  test: z.boolean().optional(),
});
export type CaseDoc = z.infer<typeof CaseDoc>;

export const SessionParticipantDoc = z.object({
  id: ParticipantId,
  who: Author,
  role: Role,
  device: Device,
  joinedAt: z.number().int(),
  leftAt: z.number().int().optional(),
  leaveReason: z.string().optional(),
  /** SHA-256 of the resume token. */
  resumeHash: Digest.optional(),
});
export type SessionParticipantDoc = z.infer<typeof SessionParticipantDoc>;

export const SessionDoc = z.object({
  ...document,
  id: SessionId,
  caseId: CaseId,
  /** While it runs this is the case's id and unique, so that a case has one live session; gone afterwards. */
  liveCaseId: CaseId.optional(),
  startedAt: z.number().int(),
  answeredAt: z.number().int().optional(),
  endedAt: z.number().int().optional(),
  endReason: z.string().optional(),
  /** How good the lines were; written at its end. */
  quality: z.array(QualitySummary).optional(),
  startedBy: Author,
  participants: z.array(SessionParticipantDoc),
  /** Live surfaces: which participant's which source. */
  surfaces: z.array(
    z.object({ id: SurfaceId, participantId: ParticipantId, source: z.enum(['camera', 'screen']) }),
  ),
  /** The server process that runs it, with a number that only grows: an old owner's writes are refused. */
  lease: z.object({ owner: z.string(), fence: z.number().int() }),
});
export type SessionDoc = z.infer<typeof SessionDoc>;

/** A numbered event of a session as stored: on two clocks, with those who may see it. */
export const SessionEventDoc = z.object({
  sessionId: SessionId,
  orgId: OrgId,
  epoch: z.string(),
  seq: z.number().int().min(1),
  at: z.number().int(),
  t: z.number(),
  name: z.string(),
  data: z.unknown(),
  /** `all`, or the participants it was meant for. */
  audience: z.union([z.literal('all'), z.array(ParticipantId)]),
});
export type SessionEventDoc = z.infer<typeof SessionEventDoc>;

/** A call back that was asked for, or a call that somebody missed; open until it was closed. */
export const CallTaskDoc = z.object({
  ...document,
  id: CallTaskId,
  caseId: CaseId,
  kind: z.enum(['callBack', 'missed']),
  /** Who asks to be called back, or who called in vain. */
  by: Author,
  /** The group that was rung. */
  groupId: GroupId.optional(),
  groupName: z.string().optional(),
  /** Whose it is, where it is one person's or guest's. */
  forId: z.string().optional(),
  word: CallWord.optional(),
  video: z.boolean().optional(),
  at: z.number().int(),
  closed: z
    .object({ at: z.number().int(), by: Author, how: z.enum(['called', 'dismissed', 'seen']) })
    .optional(),
});
export type CallTaskDoc = z.infer<typeof CallTaskDoc>;

export const LayerEntryDoc = z.object({
  orgId: OrgId,
  caseId: CaseId,
  sessionId: SessionId.optional(),
  surfaceId: SurfaceId,
  /** Digest of author and op: the same id with another digest is a conflict. */
  digest: Digest,
  entry: LayerEntry,
});
export type LayerEntryDoc = z.infer<typeof LayerEntryDoc>;

export const SnapshotDoc = z.object({
  ...document,
  id: SnapshotId,
  caseId: CaseId,
  sessionId: SessionId.optional(),
  kind: z.enum(['still', 'freeze', 'photo']),
  method: z.enum(['photo', 'frame', 'stream']),
  width: z.number().int(),
  height: z.number().int(),
  takenBy: Author,
  requestedBy: Author.optional(),
  at: z.number().int(),
  original: BlobRef,
  preview: BlobRef,
  thumbnail: BlobRef,
  /** Burned from the strokes up to `layerSeq`; made anew when the layer has grown. */
  annotated: z.object({ blob: BlobRef, layerSeq: z.number().int() }).optional(),
});
export type SnapshotDoc = z.infer<typeof SnapshotDoc>;

export const InvitationDoc = z.object({
  ...document,
  id: InvitationId,
  caseId: CaseId,
  use: InvitationUse,
  tokenHash: Digest,
  createdBy: Author,
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
  revokedAt: z.number().int().optional(),
  /** Devices that redeemed it: guest and hash of the device's secret cookie. */
  redeemed: z.array(
    z.object({ guestId: GuestId, name: PersonName, deviceHash: Digest, at: z.number().int() }),
  ),
});
export type InvitationDoc = z.infer<typeof InvitationDoc>;

export const GuestDoc = z.object({
  ...document,
  id: GuestId,
  name: PersonName,
  caseId: CaseId,
  invitationId: InvitationId,
  /** Hash of the secret in the guest's cookie. */
  tokenHash: Digest,
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
  revokedAt: z.number().int().optional(),
});
export type GuestDoc = z.infer<typeof GuestDoc>;
