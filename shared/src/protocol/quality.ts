import * as z from 'zod';
import { ParticipantId } from './ids.ts';

const milliseconds = z.number().min(0).max(600_000);
const share = z.number().min(0).max(1);

/** The largest moving picture of one direction. */
const Picture = z.object({
  width: z.number().int().min(0).max(20_000).optional(),
  height: z.number().int().min(0).max(20_000).optional(),
  framesPerSecond: z.number().min(0).max(1_000).optional(),
});

/** What holds a picture back. */
export const QualityLimit = z.enum(['cpu', 'bandwidth', 'other']);
export type QualityLimit = z.infer<typeof QualityLimit>;

/**
 * What only a device can see of its call, measured since its report before. Loss and bit rates are measured by
 * the server itself.
 */
export const QualityReport = z.object({
  /** Milliseconds that this report is about. */
  spanMs: milliseconds,
  /** Round trip to the server in milliseconds. */
  roundTrip: milliseconds.optional(),
  /** What it sends. */
  up: Picture.extend({
    limit: QualityLimit.optional(),
    /** Milliseconds of the span that something held the picture back. */
    limitedMs: z.object({ cpu: milliseconds, bandwidth: milliseconds }),
  }),
  /** What it receives. */
  down: Picture.extend({
    jitter: milliseconds.optional(),
    /** Times that the picture stood still. */
    freezes: z.number().int().min(0).max(10_000),
  }),
});
export type QualityReport = z.infer<typeof QualityReport>;

/** One direction of somebody's line, now. */
export const FlowQuality = Picture.extend({
  /** Bit/s. */
  bitrate: z.number().min(0),
  /** Share of the packets that did not arrive at first, 0..1; absent where none were sent. */
  loss: share.optional(),
  /** Milliseconds. */
  jitter: milliseconds.optional(),
  limit: QualityLimit.optional(),
});
export type FlowQuality = z.infer<typeof FlowQuality>;

/** Somebody's line as the server and their device see it: `up` is what the device sends. */
export const ParticipantQuality = z.object({
  participantId: ParticipantId,
  roundTrip: milliseconds.optional(),
  up: FlowQuality,
  down: FlowQuality,
});
export type ParticipantQuality = z.infer<typeof ParticipantQuality>;

const Spread = z.object({ median: z.number(), worst: z.number() });
export type Spread = z.infer<typeof Spread>;

const Size = z.object({ width: z.number().int(), height: z.number().int() });

const FlowSummary = z.object({
  bitrate: Spread.optional(),
  loss: Spread.optional(),
  framesPerSecond: Spread.optional(),
  size: z.object({ median: Size, worst: Size }).optional(),
});

/** How the line of one participant was over a whole session. */
export const QualitySummary = z.object({
  participantId: ParticipantId,
  name: z.string(),
  /** Seconds that were measured. */
  seconds: z.number().min(0),
  roundTrip: Spread.optional(),
  up: FlowSummary,
  down: FlowSummary,
  /** Times that the received picture stood still. */
  freezes: z.number().int().min(0),
  /** Seconds that something held the sent picture back. */
  limitedSeconds: z.object({ cpu: z.number().min(0), bandwidth: z.number().min(0) }),
});
export type QualitySummary = z.infer<typeof QualitySummary>;
