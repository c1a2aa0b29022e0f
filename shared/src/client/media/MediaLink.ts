import type { types } from 'mediasoup-client';
import * as z from 'zod';
import { DtlsParameters, FernblickError, MediaSource, RtpParameters, TrackId } from '../../protocol/index.ts';
import type { ConsumerInfo, ProducerInfo, RequestReply } from '../../protocol/index.ts';
import type { Environment } from '../environment.ts';
import type { SignalClient } from '../SignalClient.ts';
import { IceKeeper } from './IceKeeper.ts';
import { readDecoded, readLine } from './readStats.ts';
import type { MediaSample } from './quality.ts';
import { readFlows } from './qualityReport.ts';
import { RemoteTracks } from './RemoteTracks.ts';
import type { RemoteTrack } from './RemoteTracks.ts';
import { SentTracks } from './SentTracks.ts';
import type { Outgoing } from './SentTracks.ts';
import { toTransportOptions } from './toDevice.ts';

/** Where encryption of frames will hook in: called right after the browser made the object. */
export interface MediaTransforms {
  sender?: (sender: RTCRtpSender) => void;
  receiver?: (receiver: RTCRtpReceiver) => void;
}

/** What is used of mediasoup-client's `Device`. */
interface MediaDevice {
  readonly sendRtpCapabilities: types.RtpCapabilities;
  createSendTransport(options: types.TransportOptions): types.Transport;
  createRecvTransport(options: types.TransportOptions): types.Transport;
}

export interface MediaLinkOptions {
  device: MediaDevice;
  reply: Pick<RequestReply<'session.join'>, 'sendTransport' | 'recvTransport' | 'iceServers' | 'consumers'>;
  signal: Pick<SignalClient, 'request'>;
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
  readonly #sent: SentTracks;
  readonly #remote: RemoteTracks;
  #closed = false;
  #broken = false;

  constructor(options: MediaLinkOptions) {
    this.#options = options;
    const { device, reply, signal, transforms, videoCodec } = options;
    this.#send = device.createSendTransport(toTransportOptions(reply.sendTransport, reply.iceServers));
    this.#receive = device.createRecvTransport(toTransportOptions(reply.recvTransport, reply.iceServers));
    this.#keepers = [this.#send, this.#receive].map((transport) => this.#keep(transport));
    this.#send.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      this.#produce(kind, rtpParameters, appData).then((id) => {
        done({ id });
      }, failed);
    });
    this.#sent = new SentTracks({
      transport: this.#send,
      signal,
      videoCodec: device.sendRtpCapabilities.codecs?.find(
        ({ mimeType }) => mimeType.toLowerCase() === `video/${videoCodec.toLowerCase()}`,
      ),
      transform: transforms.sender,
      outgoing: options.outgoing,
      isBroken: () => this.#broken,
      onFailure: (source, error) => {
        this.#fail(source, error);
      },
    });
    this.#remote = new RemoteTracks({
      transport: this.#receive,
      signal,
      transform: transforms.receiver,
      isWanted: (producerId) => options.isWanted(producerId),
      onTracks: (tracks) => {
        options.onTracks(tracks);
      },
      onFailure: (error) => {
        this.#fail(undefined, error);
      },
    });
    for (const consumer of reply.consumers) void this.consume(consumer);
  }

  /** An answer the transports depend on was lost: they cannot be used any further. */
  get broken(): boolean {
    return this.#broken;
  }

  get tracks(): RemoteTrack[] {
    return this.#remote.tracks;
  }

  /** Makes what is sent and received what it shall be. Failures are told, not thrown. */
  async sync(): Promise<void> {
    await Promise.all([this.#sent.sync(), this.#remote.sync()]);
  }

  /** Receives what the server has made a consumer for. */
  consume(consumer: ConsumerInfo): Promise<void> {
    return this.#remote.consume(consumer);
  }

  dropConsumer(consumerId: string): void {
    this.#remote.drop(consumerId);
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
    for (const consumer of this.#remote.moving)
      decoded.set(consumer.id, readDecoded(await consumer.getStats()));
    return {
      at: this.#options.environment.now(),
      connected: this.#keepers.every(({ connected }) => connected),
      decoded,
      flows: readFlows(reports),
      ...readLine(reports),
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const keeper of this.#keepers) keeper.close();
    this.#sent.close();
    this.#remote.close();
    // Transports close their producers and consumers.
    this.#send.close();
    this.#receive.close();
  }

  #keep(transport: types.Transport): IceKeeper {
    transport.on('connect', ({ dtlsParameters }, done) => {
      const data = { transportId: transport.id, dtlsParameters: DtlsParameters.parse(dtlsParameters) };
      this.#options.signal.request('transport.connect', data).catch((error: unknown) => {
        this.#lost(error);
        this.#fail(undefined, error);
      });
      // ICE need not wait for the answer: the picture comes a round trip sooner.
      done();
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
      if (!this.#closed) this.#options.onProduced(producer);
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
