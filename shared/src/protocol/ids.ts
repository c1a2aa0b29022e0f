import * as z from 'zod';

// Web Crypto is there in every browser and in Node; this room knows neither's types.
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };

const uuid = z.uuid();

export const OrgId = uuid.brand<'OrgId'>();
export type OrgId = z.infer<typeof OrgId>;
export const PersonId = uuid.brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;
export const GuestId = uuid.brand<'GuestId'>();
export type GuestId = z.infer<typeof GuestId>;
export const GroupId = uuid.brand<'GroupId'>();
export type GroupId = z.infer<typeof GroupId>;
export const CaseId = uuid.brand<'CaseId'>();
export type CaseId = z.infer<typeof CaseId>;
export const AssetId = uuid.brand<'AssetId'>();
export type AssetId = z.infer<typeof AssetId>;
export const EntryId = uuid.brand<'EntryId'>();
export type EntryId = z.infer<typeof EntryId>;
export const SessionId = uuid.brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;
export const ParticipantId = uuid.brand<'ParticipantId'>();
export type ParticipantId = z.infer<typeof ParticipantId>;
export const InvitationId = uuid.brand<'InvitationId'>();
export type InvitationId = z.infer<typeof InvitationId>;
export const SnapshotId = uuid.brand<'SnapshotId'>();
export type SnapshotId = z.infer<typeof SnapshotId>;
/** What strokes are drawn on: a participant's live camera or screen, or a snapshot (then equal to its id). */
export const SurfaceId = uuid.brand<'SurfaceId'>();
export type SurfaceId = z.infer<typeof SurfaceId>;
export const StrokeId = uuid.brand<'StrokeId'>();
export type StrokeId = z.infer<typeof StrokeId>;
/** Names one producer's frames; new for every producer, so that RTP time stamps are never mixed up. */
export const TrackId = uuid.brand<'TrackId'>();
export type TrackId = z.infer<typeof TrackId>;

/** A call that rings for one person. */
export const OfferId = uuid.brand<'OfferId'>();
export type OfferId = z.infer<typeof OfferId>;
/** A call back that was asked for, or a missed call. */
export const CallTaskId = uuid.brand<'CallTaskId'>();
export type CallTaskId = z.infer<typeof CallTaskId>;

/** mediasoup's own ids of transports, producers and consumers. */
export const MediaObjectId = z.string().min(1).max(64);

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A new UUIDv7 (RFC 9562): sorts by the time it was made.
 * @param schema the id's schema, which brands the result
 * @param now UTC milliseconds
 */
export function newId<Schema extends z.ZodType<string>>(schema: Schema, now = Date.now()): z.infer<Schema> {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let index = 5, rest = now; index >= 0; index--, rest = Math.floor(rest / 256))
    bytes[index] = rest % 256;
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const text = Array.from(bytes, (byte) => hex[byte]).join('');
  return schema.parse(
    `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`,
  );
}
