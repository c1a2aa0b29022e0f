import * as z from 'zod';
import { MediaObjectId, ParticipantId, SurfaceId, TrackId } from './ids.ts';

/**
 * RTP, DTLS and ICE parameters are mediasoup's. Their shape is checked here as far as clients and dispatch
 * need it and bounded by the message size; the media worker checks them whole.
 */
const codec = z.looseObject({ mimeType: z.string().max(64), clockRate: z.number().int() });
export const RtpCapabilities = z.looseObject({
  codecs: z.array(codec.extend({ kind: z.enum(['audio', 'video']) })).max(64),
  headerExtensions: z.array(z.looseObject({ uri: z.string().max(128) })).max(64),
});
export type RtpCapabilities = z.infer<typeof RtpCapabilities>;

export const RtpParameters = z.looseObject({
  codecs: z
    .array(codec.extend({ payloadType: z.number().int().min(0).max(127) }))
    .min(1)
    .max(16),
  encodings: z.array(z.looseObject({})).max(4),
});
export type RtpParameters = z.infer<typeof RtpParameters>;

export const DtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(z.object({ algorithm: z.string().max(16), value: z.string().max(256) }))
    .min(1)
    .max(8),
});
export type DtlsParameters = z.infer<typeof DtlsParameters>;

export const IceParameters = z.looseObject({
  usernameFragment: z.string(),
  password: z.string(),
  iceLite: z.boolean().optional(),
});

export const TransportParameters = z.object({
  id: MediaObjectId,
  iceParameters: IceParameters,
  iceCandidates: z.array(z.looseObject({ protocol: z.enum(['udp', 'tcp']), port: z.number().int() })),
  dtlsParameters: DtlsParameters,
});
export type TransportParameters = z.infer<typeof TransportParameters>;

/** TURN servers with time-limited credentials; empty where none is configured. Never a public STUN server. */
export const IceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});
export type IceServer = z.infer<typeof IceServer>;

export const MediaKind = z.enum(['audio', 'video']);
export const MediaSource = z.enum(['camera', 'microphone', 'screen']);
export type MediaSource = z.infer<typeof MediaSource>;

/** Something that is being sent into the session. */
export const ProducerInfo = z.object({
  producerId: MediaObjectId,
  participantId: ParticipantId,
  kind: MediaKind,
  source: MediaSource,
  trackId: TrackId,
  /** What strokes on it are drawn on; video only. Stays the same when the participant starts the same source anew. */
  surfaceId: SurfaceId.optional(),
  paused: z.boolean(),
});
export type ProducerInfo = z.infer<typeof ProducerInfo>;

/** What a client needs to receive one producer; made paused, resumed on the viewer's word. */
export const ConsumerInfo = z.object({
  consumerId: MediaObjectId,
  producer: ProducerInfo,
  rtpParameters: RtpParameters,
});
export type ConsumerInfo = z.infer<typeof ConsumerInfo>;
