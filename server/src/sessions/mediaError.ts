import { FernblickError } from '@fernblick/shared/protocol';
import { SfuError } from '../sfu/index.ts';

/** The media rooms' errors in the words of the protocol. */
export function mediaError(error: unknown): unknown {
  if (!(error instanceof SfuError)) return error;
  switch (error.code) {
    case 'SFU_NOT_FOUND':
      return new FernblickError('NOT_FOUND', error.message);
    case 'SFU_CLOSED':
    case 'SFU_NO_WORKER':
    case 'SFU_WORKER_FAILED':
      return new FernblickError('MEDIA_UNAVAILABLE', error.message);
    default:
      return new FernblickError('MEDIA_REFUSED', error.message);
  }
}
