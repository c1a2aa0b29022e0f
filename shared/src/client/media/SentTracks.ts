import type { types } from 'mediasoup-client';
import { FernblickError, MediaSource, TrackId, newId } from '../../protocol/index.ts';
import type { SignalClient } from '../SignalClient.ts';
import { encodingOf, preferResolution, producerOptions } from './sendSettings.ts';

/** What shall be sent from a source. */
export interface Outgoing {
  track: MediaStreamTrack;
  paused: boolean;
  /** Bits per second. */
  maxBitrate: number | undefined;
}

export interface SentTracksOptions {
  transport: types.Transport;
  signal: Pick<SignalClient, 'request'>;
  /** Codec of pictures; the browser's choice where it is undefined. */
  videoCodec: types.RtpCodecCapability | undefined;
  /** Called right after the browser made the object. */
  transform: ((sender: RTCRtpSender) => void) | undefined;
  /** What shall be sent; looked at by every `sync`. */
  outgoing: ReadonlyMap<MediaSource, Outgoing>;
  /** Nothing can be sent on this transport any more. */
  isBroken(): boolean;
  onFailure(source: MediaSource, error: unknown): void;
}

interface Sending {
  producer: types.Producer;
  track: MediaStreamTrack;
  /** What the server knows. */
  paused: boolean;
}

/** What is sent on one transport. Closing the transport closes the producers. */
export class SentTracks {
  readonly #options: SentTracksOptions;
  readonly #sending = new Map<MediaSource, Sending>();
  /** Producers we ended that the server may not know of yet. */
  readonly #toClose = new Set<string>();
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: SentTracksOptions) {
    this.#options = options;
  }

  /** Makes what is sent what it shall be, one source after another. */
  sync(): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      for (const source of MediaSource.options) await this.#sync(source);
      await this.#closeProducers();
    });
    return this.#queue;
  }

  close(): void {
    this.#closed = true;
    this.#sending.clear();
    this.#toClose.clear();
  }

  /** Seen anew after an await. */
  #isOver(): boolean {
    return this.#closed || this.#options.isBroken();
  }

  async #sync(source: MediaSource): Promise<void> {
    if (this.#isOver()) return;
    const wish = this.#options.outgoing.get(source);
    const sending = this.#sending.get(source);
    try {
      if (!wish || wish.track.readyState === 'ended') {
        if (sending) this.#stop(source, sending);
        return;
      }
      const now = sending ?? (await this.#start(source, wish));
      if (now) await this.#adapt(source, now, wish);
    } catch (error) {
      if (!this.#closed) this.#options.onFailure(source, error);
    }
  }

  async #start(source: MediaSource, wish: Outgoing): Promise<Sending | undefined> {
    const { transport, transform, videoCodec } = this.#options;
    const { track, paused, maxBitrate } = wish;
    const producer = await transport.produce({
      ...producerOptions(source, track, videoCodec, maxBitrate),
      ...(transform && { onRtpSender: transform }),
      appData: { source, trackId: newId(TrackId), paused },
    });
    if (this.#closed) {
      producer.close();
      return undefined;
    }
    const sending: Sending = { producer, track, paused };
    this.#sending.set(source, sending);
    if (source !== 'microphone') await preferResolution(producer.rtpSender);
    return sending;
  }

  async #adapt(source: MediaSource, sending: Sending, wish: Outgoing): Promise<void> {
    const { producer } = sending;
    const { track, paused, maxBitrate } = wish;
    if (this.#isOver()) return;
    if (sending.track !== track) {
      await producer.replaceTrack({ track });
      sending.track = track;
      if (source !== 'microphone' && !this.#isOver())
        await producer.setRtpEncodingParameters(encodingOf(source, track, maxBitrate));
      if (this.#isOver()) return;
    }
    if (paused) producer.pause();
    else producer.resume();
    if (sending.paused === paused) return;
    await this.#options.signal.request('producer.setPaused', { producerId: producer.id, paused });
    sending.paused = paused;
  }

  #stop(source: MediaSource, { producer }: Sending): void {
    this.#sending.delete(source);
    this.#toClose.add(producer.id);
    producer.close();
  }

  async #closeProducers(): Promise<void> {
    for (const producerId of this.#toClose) {
      if (this.#closed) return;
      try {
        await this.#options.signal.request('producer.close', { producerId });
      } catch (error) {
        if (error instanceof FernblickError && error.code === 'OFFLINE') return;
      }
      this.#toClose.delete(producerId);
    }
  }
}
