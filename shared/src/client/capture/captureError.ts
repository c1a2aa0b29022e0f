/** Why a camera, microphone or screen could not be had; the page has a text and a way out for each. */
export type CaptureProblem =
  /** The person or a policy said no. */
  | 'denied'
  /** There is no such device. */
  | 'none'
  /** Another app has it, or the hardware failed. */
  | 'inUse'
  /** The page came over plain http: browsers give no camera then. */
  | 'insecure'
  /** The browser cannot do it at all. */
  | 'unsupported';

export class CaptureError extends Error {
  readonly problem: CaptureProblem;

  constructor(problem: CaptureProblem, cause?: unknown) {
    super(problem, { cause });
    this.name = 'CaptureError';
    this.problem = problem;
  }
}

const problems: Record<string, CaptureProblem> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'inUse',
  AbortError: 'inUse',
};

/** Turns what getUserMedia and getDisplayMedia throw into a CaptureError. */
export function captureErrorOf(cause: unknown): CaptureError {
  if (cause instanceof CaptureError) return cause;
  const name = cause instanceof Error ? cause.name : '';
  return new CaptureError(problems[name] ?? 'unsupported', cause);
}
