import type { types } from 'mediasoup';

/** Both lists are always there in what this room gives out. */
export type RtpCapabilities = Required<types.RtpCapabilities>;
type RtpParameters = types.RtpParameters & Required<Pick<types.RtpParameters, 'encodings'>>;
type DtlsParameters = types.DtlsParameters;
export type IceParameters = types.IceParameters;
type IceCandidate = types.IceCandidate;
type MediaKind = types.MediaKind;
export type WorkerLogLevel = types.WorkerLogLevel;

export type CloseReason = 'asked' | 'room-closed' | 'pool-closed' | 'worker-died';

/** What a producer shows. A peer has at most one producer of each. */
export type Source = 'camera' | 'microphone' | 'screen';

export type Direction = 'send' | 'recv';

/** What a client needs to make its side of one transport. */
export interface TransportParameters {
  id: string;
  iceParameters: IceParameters;
  iceCandidates: IceCandidate[];
  dtlsParameters: DtlsParameters;
}

/** `send` is the one the client sends on. */
export type PeerTransportParameters = Record<Direction, TransportParameters>;

export interface ProduceOptions {
  transportId: string;
  kind: MediaKind;
  /** As the client sent them: checked here. */
  rtpParameters: unknown;
  /** `trackId` is new with every producer: strokes name it. */
  appData: { source: Source; trackId: string };
  /** Nothing is forwarded until `resumeProducer`. */
  paused?: boolean | undefined;
}

export interface ProducerInfo {
  producerId: string;
  peerId: string;
  kind: MediaKind;
  source: Source;
  trackId: string;
  paused: boolean;
}

export interface ConsumerParameters {
  consumerId: string;
  producerId: string;
  kind: MediaKind;
  rtpParameters: RtpParameters;
  producerPaused: boolean;
}

interface Speaker {
  peerId: string;
  producerId: string;
  /** dBov, -127 (silent) to 0 (loudest). */
  volume: number;
}

/** `closed`: DTLS ended; an ICE restart cannot bring this transport back, the peer has to be made anew. */
export type IceState = 'connected' | 'disconnected' | 'closed';

export interface MediaPeerEvents {
  closed: [CloseReason];
  'producer-opened': [ProducerInfo];
  'producer-closed': [{ producerId: string; source: Source }];
  /** `score`: 0 (nothing arrives) to 10 (nothing is lost). */
  'producer-score': [{ producerId: string; score: number }];
  'consumer-closed': [{ consumerId: string; producerId: string }];
  'consumer-producer-paused': [{ consumerId: string; producerId: string }];
  'consumer-producer-resumed': [{ consumerId: string; producerId: string }];
  /** `score`: of what reaches this peer; `producerScore`: of what reaches the server. Both 0 to 10. */
  'consumer-score': [{ consumerId: string; producerId: string; score: number; producerScore: number }];
  'ice-state': [{ transportId: string; direction: Direction; state: IceState }];
}

export interface MediaRoomEvents {
  closed: [CloseReason];
  /** Who is heard now, loudest first; empty when it became quiet. */
  speaking: [Speaker[]];
}

export interface StreamStats {
  mimeType: string;
  /** Bit/s, over the last second or so. */
  bitrate: number;
  packetsLost: number;
  /** Packets that came, or were sent. */
  packets: number;
  /** RTP clock units. */
  jitter: number;
  roundTripTimeMs: number | undefined;
  keyFrameRequests: number;
  score: number;
}

/** Streams by SSRC: the order in which the media worker lists them means nothing. */
export interface PeerStats {
  producers: { producerId: string; source: Source; paused: boolean; streams: Record<number, StreamStats> }[];
  consumers: {
    consumerId: string;
    producerId: string;
    paused: boolean;
    streams: Record<number, StreamStats>;
  }[];
  /** Bit/s the client sends to the server. */
  incomingBitrate: number;
  /** Bit/s the server sends to the client. */
  outgoingBitrate: number;
  /** Bit/s that the server thinks the client can take, if it knows. */
  availableOutgoingBitrate: number | undefined;
}

export interface WorkerStats {
  index: number;
  port: number;
  /** Undefined while the process is being replaced. */
  pid: number | undefined;
  rooms: number;
  /** Times that the process died and was replaced. */
  restarts: number;
  /** Rooms, producers and consumers together. */
  load: number;
  /** CPU time of the process since it started, in ms. */
  cpuMs: number;
  /** Its largest resident set, in kB. */
  maxRssKb: number;
}

/** Media settings of one room's transports. */
export interface TransportSettings {
  /** Bit/s that one client may send. */
  maxIncomingBitrate: number;
  /** Bit/s that the bandwidth estimate towards a client starts from. */
  initialOutgoingBitrate: number;
}

export interface WorkerPoolOptions {
  /** Default: one per core. */
  workers?: number | undefined;
  /** Worker i listens on `mediaPort + i`, UDP and TCP. */
  mediaPort: number;
  listenIps: { ip: string; announcedAddress?: string | undefined }[];
  /** Default `error`. */
  logLevel?: WorkerLogLevel | undefined;
  /** Default: the media library's own binary, or MEDIASOUP_WORKER_BIN. */
  workerBin?: string | undefined;
  /** Bit/s that one client may send; default 8 Mbit/s: a camera and a sharp screen. */
  maxIncomingBitrate?: number | undefined;
  /** Bit/s; default 1.5 Mbit/s, so that a 720p picture is whole from its first second. */
  initialOutgoingBitrate?: number | undefined;
  /** A worker that is busy but silent for so long is killed and replaced; an idle silent one within a second. Default 20 s. */
  hangTimeoutMs?: number | undefined;
  onWorkerDied?: ((death: { index: number; pid: number; rooms: number; error: Error }) => void) | undefined;
  /** What the media library has to say. */
  onLog?: ((entry: { level: 'warn' | 'error'; message: string }) => void) | undefined;
}
