import type { MediaSource } from '../../protocol/index.ts';
import type { Outgoing } from './SentTracks.ts';

export interface SendOptions {
  paused?: boolean;
  /** Bits per second; 1.2 Mbit/s for a camera and 2.5 Mbit/s for a screen by default. */
  maxBitrate?: number;
}

/** The tracks that this device sends, now and after every rejoin. It stops those that another takes the place of. */
export class OwnTracks {
  readonly #outgoing = new Map<MediaSource, Outgoing>();
  readonly #sync: () => Promise<void>;
  #closed = false;

  /** @param sync brings what flows in line with what is wanted here */
  constructor(sync: () => Promise<void>) {
    this.#sync = sync;
  }

  get wanted(): ReadonlyMap<MediaSource, Outgoing> {
    return this.#outgoing;
  }

  get(source: MediaSource): MediaStreamTrack | undefined {
    return this.#outgoing.get(source)?.track;
  }

  async send(source: MediaSource, track: MediaStreamTrack, options: SendOptions = {}): Promise<void> {
    const before = this.get(source);
    if (this.#closed) {
      track.stop();
      return;
    }
    const { paused = false, maxBitrate } = options;
    this.#outgoing.set(source, { track, paused, maxBitrate });
    await this.#sync();
    if (before !== track) before?.stop();
  }

  /** Another track from the same source, as when the camera is switched; viewers keep their picture. */
  async replace(source: MediaSource, track: MediaStreamTrack): Promise<void> {
    const { paused = false, maxBitrate } = this.#outgoing.get(source) ?? {};
    await this.send(source, track, { paused, ...(maxBitrate !== undefined && { maxBitrate }) });
  }

  async setPaused(source: MediaSource, paused: boolean): Promise<void> {
    const outgoing = this.#outgoing.get(source);
    if (!outgoing) return;
    this.#outgoing.set(source, { ...outgoing, paused });
    await this.#sync();
  }

  async stop(source: MediaSource): Promise<void> {
    const outgoing = this.#outgoing.get(source);
    if (!outgoing) return;
    this.#outgoing.delete(source);
    await this.#sync();
    outgoing.track.stop();
  }

  close(): void {
    this.#closed = true;
    for (const { track } of this.#outgoing.values()) track.stop();
    this.#outgoing.clear();
  }
}
