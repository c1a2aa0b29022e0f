import type { types } from 'mediasoup-client';
import type { ConsumerInfo, ProducerInfo } from '../../protocol/index.ts';
import type { SignalClient } from '../SignalClient.ts';
import { toRtpParameters } from './toDevice.ts';

/** Somebody else's sound or picture. */
export interface RemoteTrack {
  producer: ProducerInfo;
  track: MediaStreamTrack;
  /** Holds this track alone; for an element's `srcObject`. */
  stream: MediaStream;
  receiver: RTCRtpReceiver | undefined;
}

export interface RemoteTracksOptions {
  transport: types.Transport;
  signal: Pick<SignalClient, 'request'>;
  /** Called right after the browser made the object. */
  transform: ((receiver: RTCRtpReceiver) => void) | undefined;
  isWanted(producerId: string): boolean;
  onTracks(tracks: readonly RemoteTrack[]): void;
  onFailure(error: unknown): void;
}

interface Receiving extends RemoteTrack {
  consumer: types.Consumer;
  /** What the server knows; consumers are made paused. */
  paused: boolean;
  /** Words about this consumer go one after another; consumers do not wait for each other. */
  queue: Promise<void>;
}

/** What is received on one transport. Closing the transport closes the consumers. */
export class RemoteTracks {
  readonly #options: RemoteTracksOptions;
  readonly #receiving = new Map<string, Receiving>();
  /** Consumers that are being made. */
  readonly #making = new Set<string>();
  #closed = false;

  constructor(options: RemoteTracksOptions) {
    this.#options = options;
  }

  get tracks(): RemoteTrack[] {
    return [...this.#receiving.values()].map(({ producer, track, stream, receiver }) => ({
      producer,
      track,
      stream,
      receiver,
    }));
  }

  /** Receivers of camera pictures that should move. */
  get moving(): types.Consumer[] {
    return [...this.#receiving.values()]
      .filter(({ producer, paused, consumer }) => !paused && producer.source === 'camera' && !consumer.closed)
      .map(({ consumer }) => consumer);
  }

  /** Receives what the server has made a consumer for. */
  async consume({ consumerId, producer, rtpParameters }: ConsumerInfo): Promise<void> {
    if (this.#closed || this.#receiving.has(consumerId) || this.#making.has(consumerId)) return;
    const { transport, transform } = this.#options;
    this.#making.add(consumerId);
    try {
      const consumer = await transport.consume({
        id: consumerId,
        producerId: producer.producerId,
        kind: producer.kind,
        rtpParameters: toRtpParameters(rtpParameters),
        // One stream per track: a picture must not wait for another device's sound.
        streamId: producer.trackId,
        ...(transform && { onRtpReceiver: transform }),
      });
      // Closed, or ended by its sender, while it was made.
      if (!this.#making.delete(consumerId)) {
        consumer.close();
        return;
      }
      const { track, rtpReceiver: receiver } = consumer;
      const stream = new MediaStream([track]);
      const queue = Promise.resolve();
      this.#receiving.set(consumerId, { producer, track, stream, receiver, consumer, paused: true, queue });
      this.#options.onTracks(this.tracks);
      await this.sync();
    } catch (error) {
      if (this.#making.delete(consumerId)) this.#options.onFailure(error);
    }
  }

  drop(consumerId: string): void {
    this.#making.delete(consumerId);
    const receiving = this.#receiving.get(consumerId);
    if (!receiving) return;
    this.#receiving.delete(consumerId);
    receiving.consumer.close();
    this.#options.onTracks(this.tracks);
  }

  /** Lets flow what is wanted, and nothing else. */
  async sync(): Promise<void> {
    await Promise.all(
      [...this.#receiving.values()].map((one) => {
        one.queue = one.queue.then(() => this.#sync(one));
        return one.queue;
      }),
    );
  }

  close(): void {
    this.#closed = true;
    this.#making.clear();
    this.#receiving.clear();
  }

  async #sync(receiving: Receiving): Promise<void> {
    const paused = !this.#options.isWanted(receiving.producer.producerId);
    if (this.#closed || receiving.consumer.closed || receiving.paused === paused) return;
    try {
      const { id: consumerId } = receiving.consumer;
      await this.#options.signal.request('consumer.setPaused', { consumerId, paused });
      receiving.paused = paused;
    } catch (error) {
      if (!receiving.consumer.closed) this.#options.onFailure(error);
    }
  }
}
