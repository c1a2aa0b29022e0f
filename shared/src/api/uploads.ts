import * as z from 'zod';
import { CaseId, Digest, SessionId, SnapshotId, SurfaceId } from '../protocol/index.ts';

/** Where tus uploads (resumable, https://tus.io/protocols/resumable-upload 1.0) are made. */
export const UPLOAD_PATH = '/api/uploads';

/** Largest still in bytes. */
export const MAX_STILL_BYTES = 32 * 1024 * 1024;

/** Largest picture in pixels (width times height). */
export const MAX_PIXELS = 50_000_000;

/** The upload's tus metadata; every value travels as text. */
export const StillMetadata = z.object({
  snapshotId: SnapshotId,
  caseId: CaseId,
  sessionId: SessionId.optional(),
  /** The live surface it was taken from. */
  from: SurfaceId.optional(),
  kind: z.enum(['still', 'freeze', 'photo']),
  method: z.enum(['photo', 'frame', 'stream']),
  /** SHA-256 of the file where the page can compute it; checked after the last byte. */
  sha256: Digest.optional(),
});
export type StillMetadata = z.infer<typeof StillMetadata>;
