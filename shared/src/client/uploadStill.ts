import { Upload } from 'tus-js-client';
import type { DetailedError } from 'tus-js-client';
import { StillMetadata, UPLOAD_PATH } from '../api/index.ts';
import { FernblickError } from '../protocol/index.ts';
import { errorOf } from './api.ts';

export interface UploadOptions {
  /** Share of the bytes that are up, 0..1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** Waits between attempts in milliseconds: a call's dead spots last seconds, a lift takes a minute. */
const retryDelays = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * Uploads a still in pieces (tus 1.0) and goes on where it stopped, after a reload of the page too: the
 * snapshot's id finds the upload again. The cookie says who uploads, a guest too.
 * @throws FernblickError with the server's code, `OFFLINE` when no attempt got through; the signal's reason
 */
export async function uploadStill(
  blob: Blob,
  metadata: StillMetadata,
  { onProgress, signal }: UploadOptions = {},
): Promise<void> {
  signal?.throwIfAborted();
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(StillMetadata.parse(metadata)))
    if (value !== undefined) fields[name] = value;
  let upload: Upload | undefined;
  const abort = () => void upload?.abort();
  try {
    await new Promise<void>((resolve, reject) => {
      upload = new Upload(blob, {
        endpoint: UPLOAD_PATH,
        metadata: fields,
        fingerprint: () => Promise.resolve(`fernblick-still-${metadata.snapshotId}`),
        retryDelays,
        removeFingerprintOnSuccess: true,
        // A clear refusal stays one; a busy, restarting or unreachable server is tried again.
        onShouldRetry: (error) => {
          const status = error.originalResponse?.getStatus() ?? 0;
          return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
        },
        onProgress: (sent, total) => onProgress?.(total > 0 ? sent / total : 0),
        onSuccess: () => {
          resolve();
        },
        onError: (error) => {
          reject(uploadErrorOf(error));
        },
      });
      signal?.addEventListener('abort', () => {
        abort();
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      });
      void startOrResume(upload, signal);
    });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

async function startOrResume(upload: Upload, signal: AbortSignal | undefined): Promise<void> {
  const [previous] = await upload.findPreviousUploads().catch(() => []);
  if (signal?.aborted) return;
  if (previous) upload.resumeFromPreviousUpload(previous);
  upload.start();
}

function uploadErrorOf(error: Error | DetailedError): FernblickError {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (!response) return new FernblickError('OFFLINE', error.message);
  let answer: unknown;
  try {
    answer = JSON.parse(response.getBody());
  } catch {
    // Not the server's own words; the status has to do.
  }
  return errorOf(answer, response.getStatus());
}
