import type { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { Lifetime } from './Lifetime.ts';
import { parseRtpCapabilities } from './parseParameters.ts';
import { SfuError } from './SfuError.ts';
import type { ConsumerParameters, MediaPeerEvents } from './types.ts';

/** A viewer that asks more often is not helped by more key frames, but the sender's line suffers. */
const keyFrameIntervalMs = 1000;

interface Received {
  consumer: types.Consumer;
  /** Monotonic ms; when a key frame was last asked for on this viewer's behalf. */
  keyFrameAskedAt: number;
}

/** What one peer receives: at most one consumer per producer. */
export class PeerConsumers {
  readonly #life: Lifetime;
  readonly #transport: types.WebRtcTransport;
  readonly #events: EventEmitter<MediaPeerEvents>;
  readonly #received = new Map<string, Received>();
  readonly #byProducer = new Map<string, Promise<types.Consumer>>();
  #capabilities: types.RtpCapabilities | undefined;

  constructor(life: Lifetime, transport: types.WebRtcTransport, events: EventEmitter<MediaPeerEvents>) {
    this.#life = life;
    this.#transport = transport;
    this.#events = events;
  }

  get all(): types.Consumer[] {
    return Array.from(this.#received.values(), ({ consumer }) => consumer);
  }

  setCapabilities(input: unknown): void {
    this.#life.assertOpen();
    this.#capabilities = parseRtpCapabilities(input);
  }

  async consume(producerId: string): Promise<ConsumerParameters> {
    let opening = this.#byProducer.get(producerId);
    if (!opening) {
      opening = this.#open(producerId);
      this.#byProducer.set(producerId, opening);
    }
    try {
      const { id, kind, rtpParameters, producerPaused } = await opening;
      const { encodings = [] } = rtpParameters;
      return {
        consumerId: id,
        producerId,
        kind,
        rtpParameters: { ...rtpParameters, encodings },
        producerPaused,
      };
    } catch (error) {
      if (this.#byProducer.get(producerId) === opening) this.#byProducer.delete(producerId);
      throw error;
    }
  }

  /** The worker asks the sender for a key frame as part of resuming a video consumer. */
  async resume(consumerId: string): Promise<void> {
    const received = this.#get(consumerId);
    received.keyFrameAskedAt = performance.now();
    await this.#life.request(() => received.consumer.resume(), 'SFU_WORKER_FAILED');
  }

  async pause(consumerId: string): Promise<void> {
    const { consumer } = this.#get(consumerId);
    await this.#life.request(() => consumer.pause(), 'SFU_WORKER_FAILED');
  }

  async requestKeyFrame(consumerId: string): Promise<boolean> {
    const received = this.#get(consumerId);
    const now = performance.now();
    const asks = received.consumer.kind === 'video' && now - received.keyFrameAskedAt >= keyFrameIntervalMs;
    if (!asks) return false;
    received.keyFrameAskedAt = now;
    await this.#life.request(() => received.consumer.requestKeyFrame(), 'SFU_WORKER_FAILED');
    return true;
  }

  close(consumerId: string): void {
    this.#get(consumerId).consumer.close();
  }

  async #open(producerId: string): Promise<types.Consumer> {
    this.#life.assertOpen();
    const rtpCapabilities = this.#capabilities;
    if (!rtpCapabilities)
      throw new SfuError('SFU_NO_CAPABILITIES', 'what the peer can decode is not known yet');
    const consumer = await this.#life.request(
      // enableRtx: the library takes it for video anyway; for Opus it is what turns NACK on.
      () => this.#transport.consume({ producerId, rtpCapabilities, paused: true, enableRtx: true }),
      'SFU_CANNOT_CONSUME',
      (made) => made.close(),
    );
    if (consumer.closed) throw new SfuError('SFU_NOT_FOUND', 'the producer was closed meanwhile');
    this.#add(consumer, producerId);
    return consumer;
  }

  #add(consumer: types.Consumer, producerId: string): void {
    const consumerId = consumer.id;
    this.#received.set(consumerId, { consumer, keyFrameAskedAt: -Infinity });
    consumer.on('producerpause', () =>
      this.#events.emit('consumer-producer-paused', { consumerId, producerId }),
    );
    consumer.on('producerresume', () =>
      this.#events.emit('consumer-producer-resumed', { consumerId, producerId }),
    );
    consumer.on('score', ({ score, producerScore }) =>
      this.#events.emit('consumer-score', { consumerId, producerId, score, producerScore }),
    );
    consumer.observer.once('close', () => {
      this.#received.delete(consumerId);
      this.#byProducer.delete(producerId);
      // With its transport the whole peer ends, and says so itself.
      if (!this.#transport.closed) this.#events.emit('consumer-closed', { consumerId, producerId });
    });
  }

  #get(consumerId: string): Received {
    this.#life.assertOpen();
    const received = this.#received.get(consumerId);
    if (!received) throw new SfuError('SFU_NOT_FOUND', 'the peer has no consumer of this id');
    return received;
  }
}
