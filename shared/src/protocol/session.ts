import * as z from 'zod';
import { CaseId, ParticipantId, SessionId, SnapshotId, SurfaceId } from './ids.ts';
import { Author, Role } from './principals.ts';

export const DeviceKind = z.enum(['phone', 'glasses', 'desktop']);
export const Device = z.object({ kind: DeviceKind, label: z.string().max(80).optional() });
export type Device = z.infer<typeof Device>;

export const LeaveReason = z.enum([
  'left',
  'lost',
  'removed',
  'declined',
  'takenByOther',
  'sessionEnded',
  'signedOut',
  'handedOver',
]);
export type LeaveReason = z.infer<typeof LeaveReason>;

/** A participant's life: one union, so that no state can be half true. */
export const ParticipantState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ringing') }),
  z.object({ state: z.literal('joining') }),
  z.object({ state: z.literal('connected') }),
  z.object({ state: z.literal('away'), until: z.number().int() }),
  z.object({ state: z.literal('left'), reason: LeaveReason }),
]);
export type ParticipantState = z.infer<typeof ParticipantState>;

/** What a device tells of itself; volatile, shown to the others. */
export const DeviceReport = z.object({
  network: z.enum(['good', 'weak', 'bad']).optional(),
  /** Share of the battery, 0..1. */
  battery: z.number().min(0).max(1).optional(),
  charging: z.boolean().optional(),
  /** The page is hidden or another app has the camera. */
  cameraPaused: z.boolean().optional(),
  torch: z.boolean().optional(),
  /** Called by voice alone: the camera was not opened yet. */
  voiceOnly: z.boolean().optional(),
});
export type DeviceReport = z.infer<typeof DeviceReport>;

/** One device of one person or guest in a session. */
export const Participant = z.object({
  id: ParticipantId,
  who: Author,
  /** A guest takes part as a technician. */
  role: Role,
  device: Device,
  state: ParticipantState,
  report: DeviceReport,
  /** Busy with another call: neither sees nor hears this one, and will be back. */
  hold: z.object({ since: z.number().int() }).optional(),
});
export type Participant = z.infer<typeof Participant>;

/** What everybody looks at: a live picture, or a snapshot that somebody holds up (a freeze is one). */
export const Stage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('live'),
    /** The live surface chosen for all; none: each client takes the first technician's camera. */
    surfaceId: SurfaceId.optional(),
  }),
  z.object({
    kind: z.literal('snapshot'),
    snapshotId: SnapshotId,
    surfaceId: SurfaceId,
    freeze: z.boolean(),
    width: z.number().int(),
    height: z.number().int(),
    /** The picture's bytes are on the server; before that only the holder can show it. */
    ready: z.boolean(),
    holder: ParticipantId,
    holderName: z.string(),
  }),
]);
export type Stage = z.infer<typeof Stage>;

/** A still: its pixels are fetched over HTTP, its strokes are the layer of the surface with the same id. */
export const SnapshotView = z.object({
  id: SnapshotId,
  caseId: CaseId,
  sessionId: SessionId.optional(),
  /** `still`: the device's full-resolution picture; `freeze`: the frame that somebody froze; `photo`: taken by the technician. */
  kind: z.enum(['still', 'freeze', 'photo']),
  /** How the device got it: by its camera's still function, at the camera's full frame, or from the stream. */
  method: z.enum(['photo', 'frame', 'stream']),
  width: z.number().int(),
  height: z.number().int(),
  takenBy: Author,
  requestedBy: Author.optional(),
  at: z.number().int(),
  /** Number of the last entry of its layer. */
  layerSeq: z.number().int(),
  strokes: z.number().int(),
});
export type SnapshotView = z.infer<typeof SnapshotView>;

/**
 * Whether what is said and drawn can be kept now. `low`: the disk is nearly full. `full`, `away`: live sessions go on,
 * and what is drawn and noted waits for the store.
 */
export const StorageState = z.enum(['ok', 'low', 'full', 'away']);
export type StorageState = z.infer<typeof StorageState>;

/** A call that waits for somebody. */
export const RingingCall = z.object({
  sessionId: SessionId,
  caseId: CaseId,
  caseNumber: z.number().int(),
  caseTitle: z.string(),
  asset: z.string().optional(),
  customer: z.string().optional(),
  caller: Author,
  groupName: z.string(),
  rung: z.array(z.string()),
  since: z.number().int(),
});
export type RingingCall = z.infer<typeof RingingCall>;

/** A running session, as the desk lists it. */
export const LiveSessionView = z.object({
  sessionId: SessionId,
  caseId: CaseId,
  caseNumber: z.number().int(),
  caseTitle: z.string(),
  since: z.number().int(),
  people: z.array(z.string()),
});
export type LiveSessionView = z.infer<typeof LiveSessionView>;
