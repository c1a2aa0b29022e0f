import type {
  FernblickError,
  EntryId,
  EventData,
  EventName,
  LayerOp,
  ProducerInfo,
  RequestReply,
  Stage,
} from '../protocol/index.ts';
import type { CallQuality, EndReason } from './callState.ts';

/** The server's events that change a call. */
export const callEventNames = [
  'participant.changed',
  'participant.reported',
  'participant.removed',
  'call.declined',
  'call.stopped',
  'offer.opened',
  'offer.closed',
  'session.ended',
  'producer.opened',
  'producer.changed',
  'producer.closed',
  'annotation.added',
  'annotation.previewed',
  'layer.opened',
  'stage.changed',
  'snapshot.requested',
  'snapshot.progressed',
  'snapshot.added',
  'chat.sent',
  'storage.changed',
  'camera.changed',
] as const satisfies readonly EventName[];
export type CallEventName = (typeof callEventNames)[number];

type ServerEvent = {
  [Name in CallEventName]: { type: Name; data: EventData<Name> };
}[CallEventName];

/** Everything that can happen to a call: the server's events, and what this page does or notices. */
export type CallEvent =
  | ServerEvent
  | { type: 'join' }
  | { type: 'joined'; reply: RequestReply<'session.join'> }
  | { type: 'lineLost' }
  | { type: 'resumed' }
  | { type: 'accepted' }
  | { type: 'ended'; reason: EndReason; error?: FernblickError }
  | { type: 'rung'; names: readonly string[] }
  | { type: 'staged'; stage: Stage }
  | { type: 'produced'; producer: ProducerInfo }
  | { type: 'annotate'; op: LayerOp }
  | { type: 'annotationAcknowledged'; op: LayerOp; seq: number }
  | { type: 'annotationRejected'; op: LayerOp }
  | { type: 'say'; id: EntryId; text: string; at: number }
  | { type: 'chatAcknowledged'; id: EntryId }
  | { type: 'chatRejected'; id: EntryId }
  | { type: 'qualityChanged'; quality: CallQuality }
  /** Local milliseconds: previews without news are given up. */
  | { type: 'tick'; now: number };

/** Those that change what a call knows, not whether we are in it. */
export type DataEvent = Exclude<
  CallEvent,
  {
    type:
      | 'join'
      | 'joined'
      | 'lineLost'
      | 'resumed'
      | 'accepted'
      | 'ended'
      | 'session.ended'
      | 'call.stopped'
      | 'participant.removed'
      | 'participant.changed';
  }
>;
