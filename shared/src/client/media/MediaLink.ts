import type { types } from 'mediasoup-client';
import * as z from 'zod';
import {
  DtlsParameters,
  FernblickError,
  MediaSource,
  RtpParameters,
  TrackId,
  newId,
} from '../../protocol/index.ts';
import type { ConsumerInfo, ProducerInfo, RequestReply } from '../../protocol/index.ts';
import type { Environment } from '../environment.ts';
import type { SignalClient } from '../SignalClient.ts';
import { IceKeeper } from './IceKeeper.ts';
import { readDecoded, readLine } from './readStats.ts';
import type { MediaSample } from './quality.ts';
import { encodingOf, preferResolution, producerOptions } from './sendSettings.ts';
import { toRtpParameters, toTransportOptions } from './toDevice.ts';

/** Where encryption of frames will hook in: called right after the browser made the object. */
export interface MediaTransforms {
  sender?: (sender: RTCRtpSender) => void;
  receiver?: (receiver: RTCRtpReceiver) => void;
}

/** Somebody else's sound or picture. */
export interface RemoteTrack {
  producer: ProducerInfo;
  track: MediaStreamTrack;
  /** Holds this track alone; for an element's `srcObject`. */
  stream: MediaStream;
  receiver: RTCRtpReceiver | undefined;
}

/** What shall be sent from a source. */
export interface Outgoing {
  track: MediaStreamTrack;
  paused: boolean;
  /** Bits per second. */
  maxBitrate: number | undefined;
}

export interface MediaLinkOptions {
  device: types.Device;
  reply: RequestReply<'session.join'>;
  signal: SignalClient;
  environment: Environment;
  videoCodec: 'VP8' | 'H264';
  transforms: MediaTransforms;
  /** What shall be sent; looked at by every `sync`. */
  outgoing: ReadonlyMap<MediaSource, Outgoing>;
  /** Whether what this producer sends shall be seen or heard; looked at by every `sync`. */
  isWanted(producerId: string): boolean;
  onProduced(producer: ProducerInfo): void;
  onTracks(tracks: readonly RemoteTrack[]): void;
  onFailure(source: MediaSource | undefined, error: FernblickError): void;
  /** These transports cannot be saved: join again. */
  onHopeless(): void;
}

interface Sending {
  producer: types.Producer;
  track: MediaStreamTrack;
  /** What the server knows. */
  paused: boolean;
}

interface Receiving extends RemoteTrack {
  consumer: types.Consumer;
  /** What the server knows; consumers are made paused. */
  paused: boolean;
  /** Words about this consumer go one after another; consumers do not wait for each other. */
  queue: Promise<void>;
}

const sent = z.object({ source: MediaSource, trackId: TrackId, paused: z.boolean() });

/**
 * The media of one participation: two transports and what goes through them. `sync` brings what is to what shall
 * be, so that a lost answer or a returned line needs no special care: call it again.
 */
export class MediaLink {
  readonly #options: MediaLinkOptions;
  readonly #send: types.Transport;
  readonly #receive: types.Transport;
  readonly #keepers: IceKeeper[];
  readonly #sending = new Map<MediaSource, Sending>();
  readonly #receiving = new Map<string, Receiving>();
  /** Producers we ended that the server may not know of yet. */
  readonly #toClose = new Set<string>();
  #sendQueue: Promise<void> = Promise.resolve();
  #closed = false;
  #broken = false;

  constructor(options: MediaLinkOptions) {
    this.#options = options;
    const { device, reply } = options;
    this.#send = device.createSendTransport(toTransportOptions(reply.sendTransport, reply.iceServers));
    this.#receive = device.createRecvTransport(toTransportOptions(reply.recvTransport, reply.iceServers));
    this.#keepers = [this.#send, this.#receive].map((transport) => this.#keep(transport));
    this.#send.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      this.#produce(kind, rtpParameters, appData).then((id) => {
        done({ id });
      }, failed);
    });
    for (const consumer of reply.consumers) void this.consume(consumer);
  }

  /** An answer the transports depend on was lost: they cannot be used any further. */
  get broken(): boolean {
    return this.#broken;
  }

  get tracks(): RemoteTrack[] {
    return [...this.#receiving.values()].map(({ producer, track, stream, receiver }) => ({
      producer,
      track,
      stream,
      receiver,
    }));
  }

  /** Makes what is sent and received what it shall be. Failures are told, not thrown. */
  async sync(): Promise<void> {
    this.#sendQueue = this.#sendQueue.then(async () => {
      for (const source of MediaSource.options) await this.#syncSource(source);
      await this.#closeProducers();
    });
    const receiving = [...this.#receiving.values()].map((one) => {
      one.queue = one.queue.then(() => this.#syncConsumer(one));
      return one.queue;
    });
    await Promise.all([this.#sendQueue, ...receiving]);
  }

  /** Receives what the server has made a consumer for. */
  async consume({ consumerId, producer, rtpParameters }: ConsumerInfo): Promise<void> {
    if (this.#closed || this.#receiving.has(consumerId)) return;
    const { receiver: transform } = this.#options.transforms;
    try {
      const consumer = await this.#receive.consume({
        id: consumerId,
        producerId: producer.producerId,
        kind: producer.kind,
        rtpParameters: toRtpParameters(rtpParameters),
        // One stream per track: a picture must not wait for another device's sound.
        streamId: producer.trackId,
        ...(transform && { onRtpReceiver: transform }),
      });
      if (this.#isClosed()) {
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
      this.#fail(undefined, error);
    }
  }

  dropConsumer(consumerId: string): void {
    const receiving = this.#receiving.get(consumerId);
    if (!receiving) return;
    this.#receiving.delete(consumerId);
    receiving.consumer.close();
    this.#options.onTracks(this.tracks);
  }

  /** After the socket came back: ICE may have broken meanwhile, and words may have been lost. */
  check(): void {
    for (const keeper of this.#keepers) keeper.check();
    void this.sync();
  }

  /** The numbers that the quality is judged by. */
  async sample(): Promise<MediaSample> {
    const reports = await Promise.all([this.#send.getStats(), this.#receive.getStats()]);
    const decoded = new Map<string, number>();
    for (const [id, { producer, paused, consumer }] of this.#receiving)
      if (!paused && producer.source === 'camera' && !consumer.closed)
        decoded.set(id, readDecoded(await consumer.getStats()));
    return {
      at: this.#options.environment.now(),
      connected: this.#keepers.every(({ connected }) => connected),
      decoded,
      ...readLine(reports),
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const keeper of this.#keepers) keeper.close();
    // Transports close their producers and consumers.
    this.#send.close();
    this.#receive.close();
    this.#sending.clear();
    this.#receiving.clear();
  }

  /** Seen anew after an await. */
  #isClosed(): boolean {
    return this.#closed;
  }

  #keep(transport: types.Transport): IceKeeper {
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      const data = { transportId: transport.id, dtlsParameters: DtlsParameters.parse(dtlsParameters) };
      this.#options.signal.request('transport.connect', data).then(done, (error: Error) => {
        this.#lost(error);
        failed(error);
      });
    });
    return new IceKeeper(transport, {
      environment: this.#options.environment,
      restartIce: (transportId) => this.#options.signal.request('transport.restartIce', { transportId }),
      onHopeless: () => {
        this.#options.onHopeless();
      },
    });
  }

  async #produce(kind: types.MediaKind, rtpParameters: object, appData: object): Promise<string> {
    const data = { ...sent.parse(appData), kind, rtpParameters: RtpParameters.parse(rtpParameters) };
    try {
      const { producer } = await this.#options.signal.request('producer.produce', {
        transportId: this.#send.id,
        ...data,
      });
      this.#options.onProduced(producer);
      return producer.producerId;
    } catch (error) {
      this.#lost(error);
      throw error;
    }
  }

  /** Whether the server did it nobody knows; new transports are the clean way out. */
  #lost(error: unknown): void {
    if (error instanceof FernblickError && error.code === 'OFFLINE') this.#broken = true;
  }

  async #syncSource(source: MediaSource): Promise<void> {
    if (this.#closed || this.#broken) return;
    const wish = this.#options.outgoing.get(source);
    let sending = this.#sending.get(source);
    try {
      if (!wish || wish.track.readyState === 'ended') {
        if (sending) this.#stopSending(source, sending);
        return;
      }
      if (!sending) {
        sending = await this.#startSending(source, wish);
        if (!sending) return;
      }
      const { producer } = sending;
      if (sending.track !== wish.track) {
        await producer.replaceTrack({ track: wish.track });
        sending.track = wish.track;
        if (source !== 'microphone')
          await producer.setRtpEncodingParameters(encodingOf(source, wish.track, wish.maxBitrate));
      }
      if (wish.paused) producer.pause();
      else producer.resume();
      if (sending.paused !== wish.paused) {
        const { paused } = wish;
        await this.#options.signal.request('producer.setPaused', { producerId: producer.id, paused });
        sending.paused = paused;
      }
    } catch (error) {
      if (!this.#isClosed()) this.#fail(source, error);
    }
  }

  async #startSending(
    source: MediaSource,
    { track, paused, maxBitrate }: Outgoing,
  ): Promise<Sending | undefined> {
    const { device, transforms, videoCodec } = this.#options;
    const codec = device.sendRtpCapabilities.codecs?.find(
      ({ mimeType }) => mimeType.toLowerCase() === `video/${videoCodec.toLowerCase()}`,
    );
    const appData = { source, trackId: newId(TrackId), paused };
    const producer = await this.#send.produce({
      ...producerOptions(source, track, codec, maxBitrate),
      ...(transforms.sender && { onRtpSender: transforms.sender }),
      appData,
    });
    if (this.#isClosed()) {
      producer.close();
      return undefined;
    }
    const sending: Sending = { producer, track, paused };
    this.#sending.set(source, sending);
    if (source !== 'microphone') await preferResolution(producer.rtpSender);
    return sending;
  }

  #stopSending(source: MediaSource, { producer }: Sending): void {
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

  async #syncConsumer(receiving: Receiving): Promise<void> {
    const paused = !this.#options.isWanted(receiving.producer.producerId);
    if (this.#closed || receiving.consumer.closed || receiving.paused === paused) return;
    try {
      const { id: consumerId } = receiving.consumer;
      await this.#options.signal.request('consumer.setPaused', { consumerId, paused });
      receiving.paused = paused;
    } catch (error) {
      if (!receiving.consumer.closed) this.#fail(undefined, error);
    }
  }

  /** Without a line everything is tried again when it is back; the rest is told. */
  #fail(source: MediaSource | undefined, cause: unknown): void {
    if (this.#closed) return;
    const error =
      cause instanceof FernblickError
        ? cause
        : new FernblickError('MEDIA_REFUSED', cause instanceof Error ? cause.message : String(cause));
    if (error.code !== 'OFFLINE') this.#options.onFailure(source, error);
  }
}
