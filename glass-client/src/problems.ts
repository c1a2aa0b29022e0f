import { FernblickError } from '@fernblick/shared/protocol';
import type { ErrorCode } from '@fernblick/shared/protocol';
import { CaptureError } from '@fernblick/shared/client';
import type { CaptureProblem } from '@fernblick/shared/client';
import type { Messages } from './i18n/en.ts';

export type PermissionGuide = keyof Messages['problem']['permission'];
type ProblemKind = Exclude<keyof Messages['problem'], 'code' | 'permission'>;

/** What stands in the way, as the problem screen tells it. */
export interface Problem {
  kind: ProblemKind;
  /** To quote to whoever helps. */
  code: string;
}

const ofCode: Partial<Record<ErrorCode, ProblemKind>> = {
  INVITATION_INVALID: 'linkInvalid',
  LINK_INVALID: 'linkInvalid',
  INVITATION_EXPIRED: 'linkExpired',
  INVITATION_USED: 'linkUsed',
  INVITATION_REVOKED: 'linkRevoked',
  OFFLINE: 'offline',
  STORE_UNAVAILABLE: 'offline',
  SESSION_FULL: 'sessionFull',
  STOPPING: 'stopping',
  PARTICIPANT_REMOVED: 'removed',
  CASE_CLOSED: 'caseClosed',
  NOT_SIGNED_IN: 'signedOut',
  SIGNED_OUT: 'signedOut',
  FORBIDDEN: 'forbidden',
  CASE_NOT_FOUND: 'forbidden',
  VERSION_UNSUPPORTED: 'outdated',
  MEDIA_UNAVAILABLE: 'noMedia',
  MEDIA_REFUSED: 'noMedia',
};

const ofCapture: Record<CaptureProblem, ProblemKind> = {
  denied: 'denied',
  none: 'noCamera',
  inUse: 'cameraInUse',
  insecure: 'insecure',
  unsupported: 'unsupported',
};

/** What to tell a person of an error. */
export function problemOf(error: unknown): Problem {
  if (error instanceof CaptureError)
    return { kind: ofCapture[error.problem], code: `CAMERA_${error.problem.toUpperCase()}` };
  if (error instanceof FernblickError) return problemOfCode(error.code);
  return { kind: 'unknown', code: error instanceof Error ? error.name : 'UNKNOWN' };
}

export function problemOfCode(code: ErrorCode): Problem {
  return { kind: ofCode[code] ?? 'unknown', code };
}

/** How permissions are given back differs per browser. */
export function permissionGuide(userAgent: string, onGlasses: boolean): PermissionGuide {
  if (onGlasses) return 'glasses';
  if (/Firefox\/|FxiOS/.test(userAgent)) return 'firefox';
  // An iPad calls itself a Macintosh, but with Mobile at its end.
  if (/iPhone|iPad|Macintosh.*Mobile/.test(userAgent)) return 'safariIos';
  if (/Android/.test(userAgent)) return 'chromeAndroid';
  return 'desktop';
}
