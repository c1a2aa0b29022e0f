import type {
  ConsumerInfo,
  ParticipantId,
  ProducerInfo,
  RequestData,
  RtpCapabilities,
  SurfaceId,
} from '@fernblick/shared/protocol';
import {
  FernblickError,
  ParticipantId as ParticipantIdSchema,
  RtpParameters,
  TrackId,
} from '@fernblick/shared/protocol';
import type { MediaPeer, MediaRoom, ProducerInfo as PeerProducer, WorkerPool } from '../sfu/index.ts';
import { mediaError } from './mediaError.ts';
import type { ParticipantSlot } from './ParticipantSlot.ts';

export interface MediaEvents {
  producerClosed(producer: ProducerInfo): void;
  consumerOpened(slot: ParticipantSlot, consumer: ConsumerInfo): void;
  consumerClosed(slot: ParticipantSlot, consumerId: string): void;
  /** The media worker died: every peer and producer is gone, clients have to join again. */
  lost(): void;
}

/** The media of one session: its room on some worker, and who gets what. A room lost with its worker is made anew. */
export class SessionMedia {
  readonly #pool: WorkerPool;
  readonly #events: MediaEvents;
  readonly #slots: ReadonlyMap<ParticipantId, ParticipantSlot>;
  readonly #surfaceOf: (participantId: ParticipantId, source: 'camera' | 'screen') => SurfaceId;
  readonly #producers = new Map<string, ProducerInfo>();
  #room: Promise<MediaRoom> | undefined;
  #closed = false;

  constructor(
    pool: WorkerPool,
    slots: ReadonlyMap<ParticipantId, ParticipantSlot>,
    surfaceOf: (participantId: ParticipantId, source: 'camera' | 'screen') => SurfaceId,
    events: MediaEvents,
  ) {
    this.#pool = pool;
    this.#slots = slots;
    this.#surfaceOf = surfaceOf;
    this.#events = events;
  }

  get producers(): ProducerInfo[] {
    return [...this.#producers.values()];
  }

  /** Makes the slot's transports (its old ones end) and says what it can decode. */
  async openPeer(slot: ParticipantSlot, capabilities: RtpCapabilities): Promise<MediaPeer> {
    try {
      slot.peer?.close();
      slot.peer = undefined;
      const room = await this.#openRoom();
      room.peers.get(slot.id)?.close();
      const peer = await room.createPeer(slot.id);
      try {
        peer.setRtpCapabilities(capabilities);
      } catch (error) {
        peer.close();
        throw error;
      }
      slot.peer = peer;
      slot.wanted.clear();
      peer.on('producer-closed', ({ producerId }) => this.#forget(producerId));
      peer.on('consumer-closed', ({ consumerId }) => {
        slot.wanted.delete(consumerId);
        if (slot.peer === peer) this.#events.consumerClosed(slot, consumerId);
      });
      peer.once('closed', () => {
        for (const producer of this.producers)
          if (producer.participantId === slot.id) this.#forget(producer.producerId);
      });
      return peer;
    } catch (error) {
      throw mediaError(error);
    }
  }

  /** Paused consumers of everything the others send. What cannot be decoded is left out. */
  async consumeAll(slot: ParticipantSlot): Promise<ConsumerInfo[]> {
    const others = this.producers.filter(({ participantId }) => participantId !== slot.id);
    const consumers = await Promise.all(others.map((producer) => this.#consume(slot, producer)));
    return consumers.filter((consumer) => consumer !== undefined);
  }

  /** @throws MEDIA_REFUSED, NOT_FOUND, MEDIA_UNAVAILABLE */
  async produce(slot: ParticipantSlot, data: RequestData<'producer.produce'>): Promise<ProducerInfo> {
    const { transportId, kind, source, trackId, rtpParameters, paused } = data;
    if ((kind === 'audio') !== (source === 'microphone')) {
      throw new FernblickError('MEDIA_REFUSED', 'a microphone is audio, a camera and a screen are video');
    }
    const made = await this.#withPeer(slot, (peer) =>
      peer.produce({
        transportId,
        kind,
        rtpParameters,
        appData: { source, trackId },
        paused: paused || slot.hold !== undefined,
      }),
    );
    const producer = { ...this.#describe(made), paused: paused ?? false };
    this.#producers.set(producer.producerId, producer);
    return producer;
  }

  /** Gives everyone else a paused consumer of a new producer. */
  async offer(producer: ProducerInfo): Promise<void> {
    const others = [...this.#slots.values()].filter(
      (slot) => slot.id !== producer.participantId && slot.peer,
    );
    await Promise.all(
      others.map(async (slot) => {
        const consumer = await this.#consume(slot, producer);
        if (consumer) this.#events.consumerOpened(slot, consumer);
      }),
    );
  }

  async setProducerPaused(slot: ParticipantSlot, producerId: string, paused: boolean): Promise<ProducerInfo> {
    const producer = this.#producers.get(producerId);
    if (producer?.participantId !== slot.id) throw new FernblickError('NOT_FOUND');
    await this.#withPeer(slot, (peer) =>
      paused || slot.hold ? peer.pauseProducer(producerId) : peer.resumeProducer(producerId),
    );
    const changed = { ...producer, paused };
    if (this.#producers.has(producerId)) this.#producers.set(producerId, changed);
    return changed;
  }

  async setConsumerPaused(slot: ParticipantSlot, consumerId: string, paused: boolean): Promise<void> {
    if (paused) slot.wanted.delete(consumerId);
    else slot.wanted.add(consumerId);
    await this.#withPeer(slot, (peer) =>
      paused || slot.hold ? peer.pauseConsumer(consumerId) : peer.resumeConsumer(consumerId),
    );
  }

  /**
   * Nothing flows to or from a slot on hold. What each side wants is remembered meanwhile (`wanted`, and a producer's
   * own `paused`), so that taking it off hold needs nobody's word and resumes at once.
   */
  async applyHold(slot: ParticipantSlot): Promise<void> {
    const { peer } = slot;
    if (!peer) return;
    const mine = this.producers.filter(({ participantId, paused }) => participantId === slot.id && !paused);
    const work = [
      ...mine.map(({ producerId }) =>
        slot.hold ? peer.pauseProducer(producerId) : peer.resumeProducer(producerId),
      ),
      ...[...slot.wanted].map((consumerId) =>
        slot.hold ? peer.pauseConsumer(consumerId) : peer.resumeConsumer(consumerId),
      ),
    ];
    // What was closed meanwhile needs no pause.
    await Promise.allSettled(work);
  }

  async closeProducer(slot: ParticipantSlot, producerId: string): Promise<void> {
    await this.#withPeer(slot, async (peer) => peer.closeProducer(producerId));
  }

  connect(slot: ParticipantSlot, data: RequestData<'transport.connect'>): Promise<void> {
    return this.#withPeer(slot, (peer) => peer.connectTransport(data.transportId, data.dtlsParameters));
  }

  restartIce(slot: ParticipantSlot, transportId: string) {
    return this.#withPeer(slot, (peer) => peer.restartIce(transportId));
  }

  close(): void {
    this.#closed = true;
    void this.#room?.then(
      (room) => room.close(),
      () => undefined,
    );
  }

  #openRoom(): Promise<MediaRoom> {
    this.#room ??= this.#pool.createRoom().then(
      (room) => {
        if (this.#closed) {
          room.close();
          throw new FernblickError('SESSION_OVER');
        }
        room.once('closed', (reason) => {
          this.#room = undefined;
          if (!this.#closed && reason === 'worker-died') this.#events.lost();
        });
        return room;
      },
      (error: unknown) => {
        this.#room = undefined;
        throw error;
      },
    );
    return this.#room;
  }

  async #consume(slot: ParticipantSlot, producer: ProducerInfo): Promise<ConsumerInfo | undefined> {
    const peer = slot.peer;
    if (!peer) return undefined;
    try {
      const made = await peer.consume(producer.producerId);
      const current = this.#producers.get(producer.producerId);
      if (!current || slot.peer !== peer) return undefined;
      return {
        consumerId: made.consumerId,
        producer: current,
        rtpParameters: RtpParameters.parse(made.rtpParameters),
      };
    } catch {
      // The producer ended meanwhile, or the client cannot decode it; the others are not affected.
      return undefined;
    }
  }

  async #withPeer<Result>(
    slot: ParticipantSlot,
    work: (peer: MediaPeer) => Promise<Result>,
  ): Promise<Result> {
    if (!slot.peer) throw new FernblickError('MEDIA_UNAVAILABLE');
    try {
      return await work(slot.peer);
    } catch (error) {
      throw mediaError(error);
    }
  }

  #describe(made: PeerProducer): ProducerInfo {
    const participantId = ParticipantIdSchema.parse(made.peerId);
    const { producerId, kind, source, paused } = made;
    return {
      producerId,
      participantId,
      kind,
      source,
      trackId: TrackId.parse(made.trackId),
      ...(source !== 'microphone' && { surfaceId: this.#surfaceOf(participantId, source) }),
      paused,
    };
  }

  #forget(producerId: string): void {
    const producer = this.#producers.get(producerId);
    if (!producer) return;
    this.#producers.delete(producerId);
    this.#events.producerClosed(producer);
  }
}
