import type {
  Author,
  CallOffer,
  CallStopReason,
  CameraView,
  CaseId,
  EntryId,
  ErrorCode,
  LeaveReason,
  OfferOutcome,
  Participant,
  ParticipantId,
  ProducerInfo,
  SessionId,
  SnapshotId,
  SnapshotView,
  Stage,
  StorageState,
  StrokeId,
  StrokePreview,
  SurfaceId,
} from '../protocol/index.ts';
import type { LayerView } from './layerView.ts';

/**
 * Why a call is over. `refused`: could not be joined, with a code. `outdated`: the page must be loaded anew.
 * `elsewhere`: it goes on in another window. `cancelled` and `noAnswer`: for the one who was rung.
 */
export type EndReason = LeaveReason | CallStopReason | 'elsewhere' | 'refused' | 'outdated';

export interface CallQuality {
  /** Our own line. */
  mine: 'good' | 'weak' | 'bad';
  /** The received picture: `frozen` when no new frame was decoded for more than a second although one should have been. */
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
  id: EntryId;
  author: Author;
  text: string;
  /** UTC milliseconds. */
  at: number;
  /** Said here, not yet in the store. */
  pending: boolean;
  /** Read by the organisation's people only; never said in a call, but known from the case. */
  internal: boolean;
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
  /** Names of those who were rung last, also when it rings no more. */
  wasRung: readonly string[];
  /** People who are being called by name. */
  offers: readonly CallOffer[];
  /** The last call by name that was not taken. */
  lastOffer?: { offer: CallOffer; outcome: OfferOutcome; word?: string | undefined } | undefined;
  /** The last one who declined, with their word. */
  declined?: { by: Author; word?: string | undefined } | undefined;
  /** The ringing stopped without anybody answering. */
  unanswered?: CallStopReason | undefined;
  autoFreeze: boolean;
  /** Cameras that can be asked for; of those who left too. */
  cameras?: readonly CameraView[] | undefined;
  quality: CallQuality;
  /** Whether what is drawn and said can be kept now. */
  storage: StorageState;
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

/** The others who are in the call, here or expected back. */
export function othersIn({ participants, me }: CallData): Participant[] {
  return participants.filter(
    ({ id, state }) => id !== me && (state.state === 'connected' || state.state === 'away'),
  );
}

/** Who has put the call on hold, if nobody else is there to see and hear us. */
export function holderOf(call: CallData): Participant | undefined {
  const others = othersIn(call);
  return others.every(({ hold }) => hold) ? others[0] : undefined;
}

/** Whether we have put the call on hold ourselves. */
export function isHeldByMe({ participants, me }: CallData): boolean {
  return participants.some(({ id, hold }) => id === me && hold !== undefined);
}

/** The call's data in whatever phase has any. */
export function callOf(state: CallState): CallData | undefined {
  return 'call' in state ? state.call : undefined;
}

/**
 * The surface everybody looks at: the snapshot on the stage, else the chosen live picture, else the first
 * technician's camera, else any picture that is being sent.
 */
export function shownSurface({ stage, producers, participants }: CallData): SurfaceId | undefined {
  if (stage.kind === 'snapshot') return stage.surfaceId;
  const pictures = producers.filter(({ kind }) => kind === 'video');
  if (stage.surfaceId && pictures.some(({ surfaceId }) => surfaceId === stage.surfaceId))
    return stage.surfaceId;
  const technicians = new Set(participants.filter(({ role }) => role === 'technician').map(({ id }) => id));
  const camera = pictures.find(
    ({ source, participantId }) => source === 'camera' && technicians.has(participantId),
  );
  return (camera ?? pictures[0])?.surfaceId;
}
