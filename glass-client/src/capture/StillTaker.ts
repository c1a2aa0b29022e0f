import { shallowRef } from 'vue';
import { takeStill, uploadStill } from '@fernblick/shared/client';
import type { CallClient } from '@fernblick/shared/client';
import type { StillMetadata } from '@fernblick/shared/api';
import type { CaseId, SessionId, SnapshotId, SurfaceId } from '@fernblick/shared/protocol';
import type { LocalMedia } from './LocalMedia.ts';

export interface StillOrder {
  snapshotId: SnapshotId;
  kind: 'still' | 'photo';
  caseId: CaseId;
  sessionId: SessionId;
  from?: SurfaceId | undefined;
}

/** Keeps a picture until the server has it; `sent` and `failed` tell how it went. */
export type KeepPicture = (still: {
  picture: Blob;
  about: StillMetadata;
}) => Promise<{ sent: () => void; failed: () => void }>;

export type StillStatus =
  { step: 'taking' } | { step: 'sending'; share: number } | { step: 'done' } | { step: 'failed' };

/** Takes stills one after the other, uploads them and tells the others how far it is. */
export class StillTaker {
  /** What the person is told now. */
  readonly status = shallowRef<StillStatus>();
  readonly #client: CallClient;
  readonly #media: LocalMedia;
  readonly #video: () => HTMLVideoElement | undefined;
  readonly #keep: KeepPicture;
  #last: Promise<void> = Promise.resolve();

  /** @param video the element that shows the camera */
  constructor(
    client: CallClient,
    media: LocalMedia,
    video: () => HTMLVideoElement | undefined,
    keep: KeepPicture,
  ) {
    this.#client = client;
    this.#media = media;
    this.#video = video;
    this.#keep = keep;
  }

  take(order: StillOrder): void {
    this.#last = this.#last.then(() => this.#takeOne(order));
  }

  async #takeOne({ snapshotId, kind, caseId, sessionId, from }: StillOrder): Promise<void> {
    let kept: Awaited<ReturnType<KeepPicture>> | undefined;
    try {
      this.#tell(snapshotId, { step: 'taking' });
      const blob = await this.#photograph();
      this.#tell(snapshotId, { step: 'sending', share: 0 });
      const sha256 = await digestOf(blob);
      const about: StillMetadata = {
        snapshotId,
        caseId,
        sessionId,
        kind,
        method: blob.method,
        ...(from && { from }),
        ...(sha256 && { sha256 }),
      };
      kept = await this.#keep({ picture: blob.blob, about });
      await uploadStill(blob.blob, about, {
        onProgress: (share) => this.#tell(snapshotId, { step: 'sending', share }),
      });
      kept.sent();
      this.status.value = { step: 'done' };
    } catch {
      kept?.failed();
      this.#tell(snapshotId, { step: 'failed' });
    }
  }

  async #photograph() {
    await this.#revive();
    const track = this.#media.camera.value;
    if (!track) throw new Error('no camera');
    try {
      return await takeStill(track, this.#video());
    } finally {
      // Some drivers end the track when they take a photo.
      await this.#revive();
    }
  }

  async #revive(): Promise<void> {
    const track = await this.#media.revive();
    if (track) await this.#client.replaceTrack('camera', track);
  }

  #tell(snapshotId: SnapshotId, status: StillStatus): void {
    this.status.value = status;
    if (status.step === 'sending')
      this.#client.reportSnapshot({ snapshotId, step: 'uploading', share: status.share });
    else if (status.step !== 'done') this.#client.reportSnapshot({ snapshotId, step: status.step });
  }
}

/** Hexadecimal SHA-256; undefined where the browser has none (plain http). */
async function digestOf({ blob }: { blob: Blob }): Promise<string | undefined> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  if (!subtle) return undefined;
  // Blob.arrayBuffer is younger than the oldest WebView.
  const digest = await subtle.digest('SHA-256', await new Response(blob).arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
