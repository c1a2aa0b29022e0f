import { errors } from 'mediasoup';

/** Stable codes: callers branch on them, messages are for logs. */
export type SfuErrorCode =
  /** The object, or its owner, is closed. */
  | 'SFU_CLOSED'
  /** No transport, producer or consumer of that id here. */
  | 'SFU_NOT_FOUND'
  /** What the client sent is malformed or contradicts what was negotiated. Nothing changed. */
  | 'SFU_BAD_PARAMETERS'
  /** Several encodings: the router would rewrite the RTP time stamps that strokes refer to. */
  | 'SFU_SIMULCAST_REFUSED'
  /** The peer sends this source already. */
  | 'SFU_SOURCE_IN_USE'
  /** A peer of this id is in the room. */
  | 'SFU_PEER_EXISTS'
  /** The transport was connected before. */
  | 'SFU_ALREADY_CONNECTED'
  /** `consume` before `setRtpCapabilities`. */
  | 'SFU_NO_CAPABILITIES'
  /** The peer can decode none of the producer's codecs. */
  | 'SFU_CANNOT_CONSUME'
  /** No media worker is running, and none came up in time. */
  | 'SFU_NO_WORKER'
  /** The media worker did not start, or refused a request that no client had a part in. */
  | 'SFU_WORKER_FAILED';

export class SfuError extends Error {
  readonly code: SfuErrorCode;

  constructor(code: SfuErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SfuError';
    this.code = code;
  }
}

/** What the media library threw, in our words; `fallback` where it does not say what kind of failure it was. */
export function toSfuError(error: unknown, fallback: SfuErrorCode): SfuError {
  if (error instanceof SfuError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof errors.WorkerClosedError) return new SfuError('SFU_CLOSED', message, error);
  if (error instanceof errors.NotFoundError) return new SfuError('SFU_NOT_FOUND', message, error);
  return new SfuError(fallback, message, error);
}
