import type {
  CaseId,
  Device,
  DeviceReport,
  EventData,
  FrameSize,
  GroupId,
  LayerOp,
  MediaSource,
  ParticipantId,
  ProducerInfo,
  RtpCapabilities,
  SessionId,
  SnapshotId,
  StrokePreview,
  SurfaceId,
  TrackId,
} from '../protocol/index.ts';
import type { FernblickError } from '../protocol/index.ts';
import type { CallQuality, CallState } from './callState.ts';

/** Where encryption of frames will hook in: called right after the browser made the object. */
export interface MediaTransforms {
  sender?: (sender: RTCRtpSender) => void;
  receiver?: (receiver: RTCRtpReceiver) => void;
}

export interface CallOptions {
  as: 'person' | 'guest';
  device: Device;
  /** WebSocket address; the page's own server by default. */
  url?: string;
  /** The server's media capabilities; GET /api/media by default. */
  fetchMedia?: (signal: AbortSignal) => Promise<RtpCapabilities>;
  /** Codec of our own pictures where both sides can; VP8 by default. */
  videoCodec?: 'VP8' | 'H264';
  transforms?: MediaTransforms;
}

export interface JoinData {
  caseId: CaseId;
  sessionId: SessionId;
  participantId: ParticipantId;
  open: 'ring' | 'wait' | 'enter';
  mode: 'active' | 'ringing';
  groupId?: GroupId;
}

/** Somebody else's sound or picture. */
export interface RemoteTrack {
  producer: ProducerInfo;
  track: MediaStreamTrack;
  /** Holds this track alone; for an element's `srcObject`. */
  stream: MediaStream;
  receiver: RTCRtpReceiver | undefined;
}

export interface SendOptions {
  paused?: boolean;
  /** Bits per second; 1.2 Mbit/s for a camera and 2.5 Mbit/s for a screen by default. */
  maxBitrate?: number;
}

/** What went wrong after it was already shown as done, and was taken back. */
export type CallFailure =
  | { kind: 'annotation'; op: LayerOp; error: FernblickError }
  | { kind: 'chat'; text: string; error: FernblickError }
  | { kind: 'media'; source: MediaSource | undefined; error: FernblickError };

export interface FreezeData {
  snapshotId: SnapshotId;
  from: SurfaceId;
  frame: FrameSize;
  trackId?: TrackId;
  rtpTimestamp?: number;
  takeOver?: boolean;
}

/** First signatures; see the methods' comments. */
export interface CallClientApi {
  readonly state: CallState;
  readonly tracks: readonly RemoteTrack[];
  readonly quality: CallQuality;
  subscribe(listener: (state: CallState) => void): () => void;
  subscribeTracks(listener: (tracks: readonly RemoteTrack[]) => void): () => void;
  /** This device shall take a still. */
  onSnapshotRequested(listener: (request: EventData<'snapshot.requested'>) => void): () => void;
  onFailure(listener: (failure: CallFailure) => void): () => void;

  join(data: JoinData): Promise<void>;
  accept(): Promise<void>;
  decline(word?: string): Promise<void>;
  leave(): Promise<void>;
  endForAll(): Promise<void>;
  ring(groupId?: GroupId): Promise<void>;
  close(): void;

  sendTrack(source: MediaSource, track: MediaStreamTrack, options?: SendOptions): Promise<void>;
  replaceTrack(source: MediaSource, track: MediaStreamTrack): Promise<void>;
  setPaused(source: MediaSource, paused: boolean): Promise<void>;
  stopTrack(source: MediaSource): Promise<void>;
  /** The track being sent from a source. */
  sentTrack(source: MediaSource): MediaStreamTrack | undefined;
  setWanted(producerId: string, wanted: boolean): void;

  annotate(op: LayerOp): void;
  preview(preview: StrokePreview): void;
  undo(surfaceId: SurfaceId): void;
  redo(surfaceId: SurfaceId): void;
  canUndo(surfaceId: SurfaceId): boolean;
  canRedo(surfaceId: SurfaceId): boolean;

  freeze(data: FreezeData): Promise<void>;
  show(snapshotId: SnapshotId, takeOver?: boolean): Promise<void>;
  live(surfaceId?: SurfaceId): Promise<void>;
  requestSnapshot(from: SurfaceId): Promise<SnapshotId>;
  reportSnapshot(data: {
    snapshotId: SnapshotId;
    step: 'taking' | 'uploading' | 'failed';
    share?: number;
  }): void;
  sendChat(text: string): void;
  report(report: DeviceReport): void;
}

export declare const CallClient: new (options: CallOptions) => CallClientApi;
