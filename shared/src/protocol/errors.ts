import * as z from 'zod';

/** Every error a client can meet: stable code, HTTP status of the same meaning. Texts for people are the clients'. */
export const errorStatus = {
  // The message itself
  BAD_JSON: 400,
  BAD_DATA: 400,
  UNKNOWN_REQUEST: 404,
  TOO_LARGE: 413,
  TOO_FAST: 429,
  VERSION_UNSUPPORTED: 426,
  HELLO_REQUIRED: 409,
  ALREADY_GREETED: 409,
  // Who is asking
  NOT_SIGNED_IN: 401,
  SIGN_IN_FAILED: 401,
  SIGNED_OUT: 401,
  FORBIDDEN: 403,
  BAD_ORIGIN: 403,
  // What is asked for
  NOT_FOUND: 404,
  CASE_NOT_FOUND: 404,
  CASE_CLOSED: 409,
  SESSION_NOT_FOUND: 404,
  SESSION_OVER: 410,
  NOT_JOINED: 409,
  ALREADY_JOINED: 409,
  PARTICIPANT_REMOVED: 410,
  RESUME_EXPIRED: 410,
  SESSION_FULL: 409,
  CALL_TAKEN: 409,
  CALL_OVER: 410,
  NOT_REACHABLE: 409,
  SURFACE_NOT_FOUND: 404,
  STROKE_NOT_FOUND: 404,
  SNAPSHOT_NOT_FOUND: 404,
  NO_CAMERA: 409,
  // Remote camera control
  CAMERA_DENIED: 403,
  CAMERA_UNABLE: 409,
  CAMERA_TIMEOUT: 504,
  STAGE_HELD: 409,
  ID_CONFLICT: 409,
  VERSION_CONFLICT: 409,
  // Invitations, setup, people
  INVITATION_INVALID: 404,
  INVITATION_EXPIRED: 410,
  INVITATION_REVOKED: 410,
  INVITATION_USED: 410,
  LINK_INVALID: 410,
  EMAIL_TAKEN: 409,
  PASSWORD_WEAK: 400,
  LAST_ADMIN: 409,
  LAST_GROUP: 409,
  // Uploads
  UPLOAD_NOT_IMAGE: 415,
  UPLOAD_TOO_LARGE: 413,
  UPLOAD_TOO_MANY_PIXELS: 413,
  UPLOAD_BROKEN: 400,
  // Media
  MEDIA_REFUSED: 400,
  MEDIA_UNAVAILABLE: 503,
  // The line: made by clients, never sent
  OFFLINE: 503,
  // The server
  MOVED: 421,
  STOPPING: 503,
  STORE_UNAVAILABLE: 503,
  DISK_FULL: 507,
  INTERNAL: 500,
} as const;

export type ErrorCode = keyof typeof errorStatus;

const codes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]];

/** The error as it travels: a code to act on, a short English text for logs, details per code. */
export const ErrorBody = z.object({
  code: z.enum(codes),
  message: z.string().max(500),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

/** An error with a stable code that may be shown to whoever caused it. */
export class FernblickError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string = code, details?: Record<string, unknown>) {
    super(message);
    this.name = 'FernblickError';
    this.code = code;
    this.details = details;
  }

  /** HTTP status of the same meaning. */
  get status(): number {
    return errorStatus[this.code];
  }

  toBody(): ErrorBody {
    return { code: this.code, message: this.message, ...(this.details && { details: this.details }) };
  }
}
