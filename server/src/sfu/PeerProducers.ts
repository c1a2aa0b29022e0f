import type { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { Lifetime } from './Lifetime.ts';
import { parseRtpParameters } from './parseParameters.ts';
import { SfuError } from './SfuError.ts';
import type { MediaPeerEvents, ProduceOptions, ProducerInfo, Source } from './types.ts';

interface Sent {
  producer: types.Producer;
  source: Source;
  trackId: string;
}

const kindOf = { camera: 'video', screen: 'video', microphone: 'audio' } as const satisfies Record<
  Source,
  types.MediaKind
>;

/** What one peer sends: at most one producer per source. */
export class PeerProducers {
  readonly #peerId: string;
  readonly #life: Lifetime;
  readonly #transport: types.WebRtcTransport;
  readonly #events: EventEmitter<MediaPeerEvents>;
  readonly #sent = new Map<string, Sent>();
  /** Taken from the moment it is asked for, so that two requests cannot pass each other. */
  readonly #sources = new Set<Source>();

  constructor(
    peerId: string,
    life: Lifetime,
    transport: types.WebRtcTransport,
    events: EventEmitter<MediaPeerEvents>,
  ) {
    this.#peerId = peerId;
    this.#life = life;
    this.#transport = transport;
    this.#events = events;
  }

  get all(): Sent[] {
    return [...this.#sent.values()];
  }

  get infos(): ProducerInfo[] {
    return this.all.map((sent) => this.#infoOf(sent));
  }

  async produce(options: ProduceOptions): Promise<ProducerInfo> {
    this.#life.assertOpen();
    const { kind, appData, paused = false } = options;
    const { source, trackId } = appData;
    if (options.transportId !== this.#transport.id) {
      throw new SfuError('SFU_NOT_FOUND', 'the peer sends on no transport of this id');
    }
    if (kindOf[source] !== kind) throw new SfuError('SFU_BAD_PARAMETERS', `a ${source} sends no ${kind}`);
    const rtpParameters = parseRtpParameters(kind, options.rtpParameters);
    if (rtpParameters.encodings.length > 1) {
      throw new SfuError(
        'SFU_SIMULCAST_REFUSED',
        'one encoding, please: simulcast rewrites the RTP time stamps that strokes refer to',
      );
    }
    if (this.#sources.has(source)) {
      throw new SfuError('SFU_SOURCE_IN_USE', `the peer already sends its ${source}`);
    }

    this.#sources.add(source);
    try {
      const producer = await this.#life.request(
        () => this.#transport.produce({ kind, rtpParameters, paused }),
        'SFU_BAD_PARAMETERS',
        (made) => made.close(),
      );
      return this.#add({ producer, source, trackId });
    } catch (error) {
      this.#sources.delete(source);
      throw error;
    }
  }

  async pause(producerId: string): Promise<void> {
    const { producer } = this.#get(producerId);
    await this.#life.request(() => producer.pause(), 'SFU_WORKER_FAILED');
  }

  async resume(producerId: string): Promise<void> {
    const { producer } = this.#get(producerId);
    await this.#life.request(() => producer.resume(), 'SFU_WORKER_FAILED');
  }

  close(producerId: string): void {
    this.#get(producerId).producer.close();
  }

  #add(sent: Sent): ProducerInfo {
    const { producer, source } = sent;
    const producerId = producer.id;
    this.#sent.set(producerId, sent);
    producer.on('score', (scores) => {
      const score = Math.min(10, ...scores.map((stream) => stream.score));
      this.#events.emit('producer-score', { producerId, score });
    });
    producer.observer.once('close', () => {
      this.#sent.delete(producerId);
      this.#sources.delete(source);
      // With its transport the whole peer ends, and says so itself.
      if (!this.#transport.closed) this.#events.emit('producer-closed', { producerId, source });
    });
    const info = this.#infoOf(sent);
    this.#events.emit('producer-opened', info);
    return info;
  }

  #get(producerId: string): Sent {
    this.#life.assertOpen();
    const sent = this.#sent.get(producerId);
    if (!sent) throw new SfuError('SFU_NOT_FOUND', 'the peer has no producer of this id');
    return sent;
  }

  #infoOf({ producer, source, trackId }: Sent): ProducerInfo {
    const { id, kind, paused } = producer;
    return { producerId: id, peerId: this.#peerId, kind, source, trackId, paused };
  }
}
