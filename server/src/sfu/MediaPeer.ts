import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import { Lifetime } from './Lifetime.ts';
import { PeerConsumers } from './PeerConsumers.ts';
import { PeerProducers } from './PeerProducers.ts';
import { readPeerStats } from './peerStats.ts';
import { openTransport, PeerTransport } from './PeerTransport.ts';
import { SfuError } from './SfuError.ts';
import type {
  CloseReason,
  ConsumerParameters,
  Direction,
  IceParameters,
  MediaPeerEvents,
  PeerStats,
  PeerTransportParameters,
  ProduceOptions,
  ProducerInfo,
  TransportSettings,
} from './types.ts';

export interface PeerOptions {
  id: string;
  router: types.Router;
  webRtcServer: types.WebRtcServer;
  settings: TransportSettings;
}

/**
 * One device in a room: a transport to send on, one to receive on, and what flows on them. What comes from the client
 * (the `unknown` parameters) is checked here; whether the client may do it was decided before. Every method may throw SfuError: SFU_CLOSED after
 * the end, SFU_NOT_FOUND for an unknown id, and what is named beside it.
 */
export class MediaPeer extends EventEmitter<MediaPeerEvents> {
  readonly id: string;
  readonly transportParameters: PeerTransportParameters;
  readonly #life: Lifetime;
  readonly #raw: Record<Direction, types.WebRtcTransport>;
  readonly #transports: readonly PeerTransport[];
  readonly #producers: PeerProducers;
  readonly #consumers: PeerConsumers;

  /** Called by MediaRoom. */
  static async open({ id, router, webRtcServer, settings }: PeerOptions): Promise<MediaPeer> {
    const [send, recv] = await Promise.allSettled([
      openTransport(router, webRtcServer, 'send', settings),
      openTransport(router, webRtcServer, 'recv', settings),
    ]);
    if (send.status === 'fulfilled' && recv.status === 'fulfilled') {
      return new MediaPeer(id, { send: send.value, recv: recv.value });
    }
    for (const result of [send, recv]) if (result.status === 'fulfilled') result.value.close();
    throw [send, recv].find((result) => result.status === 'rejected')?.reason;
  }

  private constructor(id: string, raw: Record<Direction, types.WebRtcTransport>) {
    super();
    this.id = id;
    this.#raw = raw;
    this.#life = new Lifetime('the peer');
    const send = this.#watch('send');
    const recv = this.#watch('recv');
    this.#transports = [send, recv];
    this.transportParameters = { send: send.parameters, recv: recv.parameters };
    this.#producers = new PeerProducers(id, this.#life, raw.send, this);
    this.#consumers = new PeerConsumers(this.#life, raw.recv, this);
  }

  get closed(): boolean {
    return this.#life.ended;
  }

  /** Aborted when the peer closes. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** What this peer sends now. */
  get producers(): ProducerInfo[] {
    return this.#producers.infos;
  }

  /** Producers and consumers, as a measure of work. */
  get load(): number {
    return this.#producers.all.length + this.#consumers.all.length;
  }

  /** Once per transport. @throws SfuError SFU_BAD_PARAMETERS, SFU_ALREADY_CONNECTED */
  connectTransport(transportId: string, dtlsParameters: unknown): Promise<void> {
    return this.#transport(transportId).connect(dtlsParameters);
  }

  /** For a client whose network changed; what flows on the transport stays. */
  restartIce(transportId: string): Promise<IceParameters> {
    return this.#transport(transportId).restartIce();
  }

  /** @throws SfuError SFU_BAD_PARAMETERS, SFU_SIMULCAST_REFUSED, SFU_SOURCE_IN_USE */
  produce(options: ProduceOptions): Promise<ProducerInfo> {
    return this.#producers.produce(options);
  }

  pauseProducer(producerId: string): Promise<void> {
    return this.#producers.pause(producerId);
  }

  resumeProducer(producerId: string): Promise<void> {
    return this.#producers.resume(producerId);
  }

  closeProducer(producerId: string): void {
    this.#producers.close(producerId);
  }

  /** What the client can decode; before the first `consume`. @throws SfuError SFU_BAD_PARAMETERS */
  setRtpCapabilities(capabilities: unknown): void {
    this.#consumers.setCapabilities(capabilities);
  }

  /**
   * A paused consumer of the producer; asked for again, the same one.
   * @throws SfuError SFU_NO_CAPABILITIES, SFU_CANNOT_CONSUME
   */
  consume(producerId: string): Promise<ConsumerParameters> {
    return this.#consumers.consume(producerId);
  }

  /** Lets it flow; for video a key frame is asked for at once. */
  resumeConsumer(consumerId: string): Promise<void> {
    return this.#consumers.resume(consumerId);
  }

  pauseConsumer(consumerId: string): Promise<void> {
    return this.#consumers.pause(consumerId);
  }

  /** False if nothing was asked for: it is not video, or one was asked for less than a second ago. */
  requestKeyFrame(consumerId: string): Promise<boolean> {
    return this.#consumers.requestKeyFrame(consumerId);
  }

  closeConsumer(consumerId: string): void {
    this.#consumers.close(consumerId);
  }

  stats(): Promise<PeerStats> {
    return this.#life.request(
      () => readPeerStats(this.#raw, this.#producers.all, this.#consumers.all),
      'SFU_WORKER_FAILED',
    );
  }

  close(reason: CloseReason = 'asked'): void {
    if (!this.#life.end()) return;
    this.#raw.send.close();
    this.#raw.recv.close();
    this.emit('closed', reason);
  }

  #watch(direction: Direction): PeerTransport {
    const transport = this.#raw[direction];
    return new PeerTransport(this.#life, transport, (state) =>
      this.emit('ice-state', { transportId: transport.id, direction, state }),
    );
  }

  #transport(transportId: string): PeerTransport {
    this.#life.assertOpen();
    const transport = this.#transports.find(({ parameters }) => parameters.id === transportId);
    if (!transport) throw new SfuError('SFU_NOT_FOUND', 'the peer has no transport of this id');
    return transport;
  }
}
