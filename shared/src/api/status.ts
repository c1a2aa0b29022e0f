import * as z from 'zod';
import {
  DeviceKind,
  ParticipantQuality,
  ParticipantState,
  QualitySummary,
  Role,
  SessionId,
} from '../protocol/index.ts';

const count = z.number().int().min(0);
const amount = z.number().min(0);

/** What the server was doing in the seconds before `at`. Null: nothing happened that could be measured. */
export const StatusSample = z.object({
  at: z.number().int(),
  sessions: count,
  participants: count,
  ringing: count,
  sockets: count,
  /** Bit/s from devices to the server, and back. */
  bitrateIn: amount,
  bitrateOut: amount,
  /** Share of packets lost on the way to the server, and from it. */
  lossUp: amount.nullable(),
  lossDown: amount.nullable(),
  /** Of the cores: 1 is one core busy all the time. */
  workerCpu: amount,
  serverCpu: amount,
  /** Milliseconds; the 99th percentile. */
  loopDelay: amount,
  /** Milliseconds until a stroke was acknowledged, and of the database's operations; 95th percentiles. */
  stroke: amount.nullable(),
  store: amount.nullable(),
});
export type StatusSample = z.infer<typeof StatusSample>;

export const WorkerStatus = z.object({
  index: count,
  running: z.boolean(),
  rooms: count,
  restarts: count,
  cpu: amount,
  memoryBytes: amount,
});
export type WorkerStatus = z.infer<typeof WorkerStatus>;

export const SessionStatus = z.object({
  sessionId: SessionId,
  caseNumber: z.number().int(),
  caseTitle: z.string(),
  since: z.number().int(),
  ringing: z.boolean(),
  participants: z.array(
    z.object({
      name: z.string(),
      role: Role,
      device: DeviceKind,
      state: z.enum(ParticipantState.options.map(({ shape }) => shape.state.value)),
      quality: ParticipantQuality.optional(),
    }),
  ),
});
export type SessionStatus = z.infer<typeof SessionStatus>;

/** GET /api/status: what is going on. `?since=` leaves out samples that are known already. */
export const ServerStatus = z.object({
  now: z.number().int(),
  startedAt: z.number().int(),
  version: z.string(),
  ready: z.boolean(),
  checks: z.object({ store: z.boolean(), media: z.boolean(), disk: z.boolean(), running: z.boolean() }),
  store: z.enum(['sqlite', 'mongodb']),
  /** Of the server's own process. */
  memoryBytes: amount,
  cores: count,
  disk: z.object({ freeBytes: amount, totalBytes: amount }).optional(),
  /** When the last backup ended, if one is known. */
  backupAt: z.number().int().optional(),
  workers: z.array(WorkerStatus),
  sessions: z.array(SessionStatus),
  /** Oldest first, one every five seconds, at most an hour. */
  samples: z.array(StatusSample),
});
export type ServerStatus = z.infer<typeof ServerStatus>;

/** GET /api/sessions/:id/quality: empty where nothing was measured. */
export const SessionQualityView = z.object({ participants: z.array(QualitySummary) });

/** GET /readyz: whether the server can take new work; a part that is false says why not. */
export const Readiness = z.object({
  status: z.enum(['ready', 'notReady']),
  store: z.boolean(),
  media: z.boolean(),
  disk: z.boolean(),
  running: z.boolean(),
});
export type Readiness = z.infer<typeof Readiness>;
