import type {
  Author,
  CaseId,
  EntryView,
  ErrorCode,
  LayerOp,
  LayerState,
  LeaveReason,
  Participant,
  ParticipantId,
  ProducerInfo,
  SessionId,
  SnapshotId,
  SnapshotView,
  Stage,
  Stroke,
  StrokeId,
  StrokePreview,
  SurfaceId,
} from '../protocol/index.ts';

/** Why a call is over: someone's word, or `refused` (with a code), or `outdated` (the page must be loaded anew). */
export type EndReason = LeaveReason | 'refused' | 'outdated';

export interface CallQuality {
  /** Our own line. */
  mine: 'good' | 'weak' | 'bad';
  /** The received picture: `frozen` when no new frame was decoded for two seconds although one should have been. */
  picture: 'live' | 'frozen';
}

/** A stroke that somebody is drawing now, or their laser: all its points so far. */
export interface LivePreview extends StrokePreview {
  by: Author;
  /** Local milliseconds of its last news; a laser fades by it. */
  at: number;
}

export interface SnapshotProgress {
  step: 'taking' | 'uploading' | 'failed';
  /** Share of the bytes that are up, 0..1. */
  share?: number | undefined;
}

export interface ChatMessage {
  entry: Pick<EntryView, 'id' | 'author' | 'clientAt'> & { text: string };
  /** Sent, not yet in the store. */
  pending: boolean;
}

/** One surface's strokes: what the server confirmed with our own unconfirmed ones over it. */
export interface LayerView {
  surfaceId: SurfaceId;
  confirmed: LayerState;
  pending: readonly LayerOp[];
  /** What is to be painted, in order. */
  strokes: readonly Stroke[];
}

/** Everything that is known of a call one is in. */
export interface CallData {
  sessionId: SessionId;
  case: { id: CaseId; number: number; title: string };
  me: ParticipantId;
  participants: readonly Participant[];
  producers: readonly ProducerInfo[];
  stage: Stage;
  layers: ReadonlyMap<SurfaceId, LayerView>;
  previews: ReadonlyMap<StrokeId, LivePreview>;
  snapshots: readonly SnapshotView[];
  snapshotProgress: ReadonlyMap<SnapshotId, SnapshotProgress>;
  messages: readonly ChatMessage[];
  /** Names of those who are being rung. */
  rung: readonly string[];
  /** The last one who declined, with their word. */
  declined?: { by: Author; word?: string | undefined } | undefined;
  autoFreeze: boolean;
  quality: CallQuality;
}

export type CallState =
  | { phase: 'idle' }
  | { phase: 'joining' }
  /** We are being rung: warm, nothing seen or heard yet. */
  | { phase: 'ringing'; call: CallData }
  | { phase: 'active'; call: CallData }
  /** The line is lost; the last state stays on the screen. */
  | { phase: 'reconnecting'; was: 'ringing' | 'active'; call: CallData }
  | { phase: 'ended'; reason: EndReason; error?: ErrorCode | undefined; call?: CallData | undefined };

/** The call's data in whatever phase has any. */
export function callOf(state: CallState): CallData | undefined {
  return 'call' in state ? state.call : undefined;
}
