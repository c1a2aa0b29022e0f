import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import { mediaCodecs } from './codecs.ts';
import { Lifetime } from './Lifetime.ts';
import { MediaPeer } from './MediaPeer.ts';
import { SfuError } from './SfuError.ts';
import type { CloseReason, MediaRoomEvents, ProducerInfo, TransportSettings } from './types.ts';

/** dBov. Speech into a headset lies well above it, a quiet machine hall below. */
const speakingThreshold = -60;
const speakingIntervalMs = 400;
const speakersTold = 4;

/** The media of one session: a router, and who is connected to it. */
export class MediaRoom extends EventEmitter<MediaRoomEvents> {
  readonly #life = new Lifetime('the room');
  readonly #router: types.Router;
  readonly #levels: types.AudioLevelObserver;
  readonly #webRtcServer: types.WebRtcServer;
  readonly #settings: TransportSettings;
  readonly #peers = new Map<string, MediaPeer>();
  readonly #opening = new Set<string>();

  /** Called by the worker's owner. */
  static async open(
    worker: types.Worker,
    webRtcServer: types.WebRtcServer,
    settings: TransportSettings,
  ): Promise<MediaRoom> {
    const router = await worker.createRouter({ mediaCodecs });
    try {
      const levels = await router.createAudioLevelObserver({
        threshold: speakingThreshold,
        interval: speakingIntervalMs,
        maxEntries: speakersTold,
      });
      return new MediaRoom(router, levels, webRtcServer, settings);
    } catch (error) {
      router.close();
      throw error;
    }
  }

  private constructor(
    router: types.Router,
    levels: types.AudioLevelObserver,
    webRtcServer: types.WebRtcServer,
    settings: TransportSettings,
  ) {
    super();
    this.#router = router;
    this.#levels = levels;
    this.#webRtcServer = webRtcServer;
    this.#settings = settings;
    router.on('workerclose', () => this.close('worker-died'));
    levels.on('volumes', (volumes) => {
      const known = new Map(this.producers.map((info) => [info.producerId, info.peerId]));
      const speakers = volumes.flatMap(({ producer, volume }) => {
        const peerId = known.get(producer.id);
        return peerId === undefined ? [] : [{ peerId, producerId: producer.id, volume }];
      });
      this.emit('speaking', speakers);
    });
    levels.on('silence', () => this.emit('speaking', []));
  }

  get closed(): boolean {
    return this.#life.ended;
  }

  /** Aborted when the room closes. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  get peers(): ReadonlyMap<string, MediaPeer> {
    return this.#peers;
  }

  /** Everything being sent in the room now. */
  get producers(): ProducerInfo[] {
    return [...this.#peers.values()].flatMap((peer) => peer.producers);
  }

  /** A room costs about as much as a stream in it. */
  get load(): number {
    return [...this.#peers.values()].reduce((sum, peer) => sum + peer.load, 1);
  }

  /**
   * Makes both transports of a new peer in one step.
   * @throws SfuError SFU_PEER_EXISTS, SFU_CLOSED, SFU_WORKER_FAILED
   */
  async createPeer(id: string): Promise<MediaPeer> {
    this.#life.assertOpen();
    if (this.#peers.has(id) || this.#opening.has(id)) {
      throw new SfuError('SFU_PEER_EXISTS', 'a peer of this id is in the room');
    }
    this.#opening.add(id);
    try {
      const peer = await this.#life.request(
        () =>
          MediaPeer.open({
            id,
            router: this.#router,
            webRtcServer: this.#webRtcServer,
            settings: this.#settings,
          }),
        'SFU_WORKER_FAILED',
        (made) => made.close('room-closed'),
      );
      this.#peers.set(id, peer);
      peer.once('closed', () => this.#peers.delete(id));
      peer.on('producer-opened', (info) => void this.#listenTo(info));
      return peer;
    } finally {
      this.#opening.delete(id);
    }
  }

  close(reason: CloseReason = 'asked'): void {
    if (!this.#life.end()) return;
    this.#router.close();
    const peers = [...this.#peers.values()];
    for (const peer of peers) peer.close(reason === 'asked' ? 'room-closed' : reason);
    this.emit('closed', reason);
  }

  async #listenTo({ producerId, kind }: ProducerInfo): Promise<void> {
    if (kind !== 'audio') return;
    try {
      await this.#levels.addProducer({ producerId });
    } catch {
      // The producer, or the room, closed within the same moment; there is nothing left to listen to.
    }
  }
}
