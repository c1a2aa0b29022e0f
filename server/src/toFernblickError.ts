import { FernblickError } from '@fernblick/shared/protocol';

/** Whatever was thrown, as an error with a stable code; what is not known says nothing of itself to clients. */
export function toFernblickError(error: unknown): FernblickError {
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
    return new FernblickError('DISK_FULL');
  return error instanceof FernblickError
    ? error
    : new FernblickError('INTERNAL', 'something went wrong here');
}
