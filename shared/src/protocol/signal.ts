import * as z from 'zod';
import {
  CallOffer,
  CallStopReason,
  CallTarget,
  CallTask,
  CallWord,
  OfferKind,
  OfferOutcome,
  Reachable,
} from './calls.ts';
import {
  CameraAbilities,
  CameraAskId,
  CameraCommand,
  CameraConsent,
  CameraSettings,
  CameraView,
} from './camera.ts';
import {
  CallTaskId,
  CaseId,
  EntryId,
  GroupId,
  MediaObjectId,
  OfferId,
  ParticipantId,
  SessionId,
  SnapshotId,
  SurfaceId,
  TrackId,
} from './ids.ts';
import {
  ConsumerInfo,
  DtlsParameters,
  IceParameters,
  IceServer,
  MediaKind,
  MediaSource,
  ProducerInfo,
  RtpCapabilities,
  RtpParameters,
  TransportParameters,
} from './media.ts';
import type { Action } from './principals.ts';
import { ParticipantQuality, QualityReport } from './quality.ts';
import { Author, Principal } from './principals.ts';
import {
  Device,
  DeviceReport,
  LeaveReason,
  LiveSessionView,
  Participant,
  RingingCall,
  SnapshotView,
  Stage,
  StorageState,
} from './session.ts';
import { FrameSize, LayerEntry, LayerOp, LayerState, StrokePreview } from './stroke.ts';
import { EntryView, MessageText } from './timeline.ts';

/** What a connection must be before it may ask: anything, greeted, or a participant of a session. */
export type Needs = 'nothing' | 'hello' | 'participant';

export interface RequestSpec {
  data: z.ZodType;
  reply: z.ZodType;
  needs: Needs;
  /** Judged by `can()` against the request's case; null where greeting alone decides. */
  action: Action | null;
  /** Token bucket per connection: so many at once, so many per second after that. */
  rate: { burst: number; perSecond: number };
  /** Written to the audit log when it succeeded. */
  audit?: true;
  /** Allowed to one who is rung and has not accepted: only what keeps the line warm. */
  whileRinging?: true;
}

const nothing = z.object({});
const rare = { burst: 10, perSecond: 1 };
const often = { burst: 60, perSecond: 20 };

/**
 * The single table of requests (client -> server). Every name is imperative.
 * A handler on the server and a method on the client are typed by it; dispatch enforces the rest of each line.
 */
export const requests = {
  hello: {
    data: z.object({
      protocolVersion: z.number().int(),
      /** A browser may hold a person's and a guest's cookie; the page says as whom it comes. */
      as: z.enum(['person', 'guest']),
      resume: z
        .object({
          token: z.string().min(20).max(200),
          epoch: z.string().max(64),
          lastSeq: z.number().int().min(0),
        })
        .optional(),
    }),
    reply: z.object({
      protocolVersion: z.number().int(),
      principal: Principal,
      serverTime: z.number().int(),
      /** Present when a resume was asked for. `resumed: false`: join again. */
      resumed: z.boolean().optional(),
    }),
    needs: 'nothing',
    action: null,
    rate: rare,
  },

  // The desk: who is calling, what is running.
  'desk.open': {
    data: nothing,
    reply: z.object({
      ringing: z.array(RingingCall),
      live: z.array(LiveSessionView),
      /** Calls for this person alone: hand-overs and the like. */
      offers: z.array(CallOffer),
      /** Calls back that were asked for and not made yet. */
      tasks: z.array(CallTask),
    }),
    needs: 'hello',
    action: 'case.list',
    rate: rare,
  },
  'case.watch': {
    data: z.object({ caseId: CaseId }),
    reply: z.object({ headSeq: z.number().int() }),
    needs: 'hello',
    action: 'case.read',
    rate: often,
  },
  'case.unwatch': {
    data: z.object({ caseId: CaseId }),
    reply: nothing,
    needs: 'hello',
    action: null,
    rate: often,
  },

  // Sessions and calls.
  'session.join': {
    data: z.object({
      caseId: CaseId,
      /** A new id of the client's, or a known session's. If the case has a live session already, that one is joined. */
      sessionId: SessionId,
      participantId: ParticipantId,
      /** `ring`: start the session if need be and ring the group; `wait`: start it without ringing; `enter`: only join what runs. */
      open: z.enum(['ring', 'wait', 'enter']),
      groupId: GroupId.optional(),
      /** `ringing`: be warm, see and hear nothing until `call.accept`. */
      mode: z.enum(['active', 'ringing']),
      rtpCapabilities: RtpCapabilities,
      device: Device,
    }),
    reply: z.object({
      sessionId: SessionId,
      case: z.object({ id: CaseId, number: z.number().int(), title: z.string() }),
      participant: Participant,
      resumeToken: z.string(),
      epoch: z.string(),
      /** Number of the last event that this reply already contains. */
      seq: z.number().int(),
      /** Monotonic session milliseconds now. */
      t: z.number(),
      sendTransport: TransportParameters,
      recvTransport: TransportParameters,
      iceServers: z.array(IceServer),
      participants: z.array(Participant),
      consumers: z.array(ConsumerInfo),
      stage: Stage,
      layers: z.array(LayerState),
      snapshots: z.array(SnapshotView),
      messages: z.array(EntryView),
      /** Names of those who are being rung. */
      rung: z.array(z.string()),
      /** People who are being called by name. */
      offers: z.array(CallOffer),
      /** Freeze by itself while somebody draws (organisation's setting). */
      autoFreeze: z.boolean(),
      /** Cameras that can be asked for: all of them for the organisation's people, for others their own. */
      cameras: z.array(CameraView).optional(),
    }),
    needs: 'hello',
    action: 'session.join',
    rate: rare,
    audit: true,
  },
  'session.leave': {
    data: nothing,
    reply: nothing,
    needs: 'participant',
    action: null,
    rate: rare,
    whileRinging: true,
  },
  'session.end': {
    data: nothing,
    reply: nothing,
    needs: 'participant',
    action: 'session.end',
    rate: rare,
    audit: true,
  },
  'call.accept': {
    data: nothing,
    reply: nothing,
    needs: 'participant',
    action: 'call.answer',
    rate: rare,
    audit: true,
    whileRinging: true,
  },
  'call.decline': {
    data: z.object({ caseId: CaseId, sessionId: SessionId, word: z.string().trim().max(200).optional() }),
    reply: nothing,
    needs: 'hello',
    action: 'call.answer',
    rate: rare,
    audit: true,
  },
  'call.ring': {
    data: z.object({ groupId: GroupId.optional() }),
    reply: z.object({ rung: z.array(z.string()) }),
    needs: 'participant',
    action: 'session.join',
    rate: rare,
    audit: true,
  },
  'participant.report': {
    data: DeviceReport,
    reply: nothing,
    needs: 'participant',
    action: null,
    rate: { burst: 20, perSecond: 2 },
    whileRinging: true,
  },

  // Calls as people make them.
  /** A page through which its person or guest can be called; the desk says `desk.open` instead. */
  'presence.open': {
    data: nothing,
    reply: z.object({ offers: z.array(CallOffer), missed: z.array(CallTask) }),
    needs: 'hello',
    action: null,
    rate: rare,
  },
  'missed.see': {
    data: z.object({ taskId: CallTaskId }),
    reply: nothing,
    needs: 'hello',
    action: null,
    rate: often,
  },
  'callBack.ask': {
    data: z.object({ caseId: CaseId, taskId: CallTaskId, word: CallWord.optional() }),
    reply: z.object({ task: CallTask }),
    needs: 'hello',
    action: 'call.askBack',
    rate: rare,
    audit: true,
  },
  'callBack.dismiss': {
    data: z.object({ caseId: CaseId, taskId: CallTaskId }),
    reply: nothing,
    needs: 'hello',
    action: 'call.answer',
    rate: rare,
    audit: true,
  },
  'call.hold': {
    data: z.object({ held: z.boolean() }),
    reply: nothing,
    needs: 'participant',
    action: 'call.hold',
    rate: often,
    audit: true,
  },
  'offer.people': {
    data: z.object({ caseId: CaseId }),
    reply: z.object({ people: z.array(Reachable) }),
    needs: 'hello',
    action: 'call.offer',
    rate: often,
  },
  'offer.make': {
    data: z.object({
      offerId: OfferId,
      kind: OfferKind,
      to: CallTarget,
      video: z.boolean(),
      word: CallWord.optional(),
    }),
    reply: z.object({ offer: CallOffer, reached: z.boolean() }),
    needs: 'participant',
    action: 'call.offer',
    rate: rare,
    audit: true,
  },
  'offer.withdraw': {
    data: z.object({ offerId: OfferId }),
    reply: nothing,
    needs: 'participant',
    action: 'call.offer',
    rate: rare,
    audit: true,
  },
  'offer.decline': {
    data: z.object({ caseId: CaseId, sessionId: SessionId, offerId: OfferId, word: CallWord.optional() }),
    reply: nothing,
    needs: 'hello',
    action: 'session.join',
    rate: rare,
    audit: true,
  },
  'participant.remove': {
    data: z.object({ participantId: ParticipantId }),
    /** Answered when nothing flows from or to them any more. */
    reply: nothing,
    needs: 'participant',
    action: 'participant.remove',
    rate: rare,
    audit: true,
  },
  'participant.letIn': {
    data: z.object({ participantId: ParticipantId }),
    reply: nothing,
    needs: 'participant',
    action: 'participant.remove',
    rate: rare,
    audit: true,
  },

  // Media.
  'transport.connect': {
    data: z.object({ transportId: MediaObjectId, dtlsParameters: DtlsParameters }),
    reply: nothing,
    needs: 'participant',
    action: null,
    rate: rare,
    whileRinging: true,
  },
  'transport.restartIce': {
    data: z.object({ transportId: MediaObjectId }),
    reply: z.object({ iceParameters: IceParameters }),
    needs: 'participant',
    action: null,
    rate: rare,
    whileRinging: true,
  },
  'producer.produce': {
    data: z.object({
      transportId: MediaObjectId,
      kind: MediaKind,
      source: MediaSource,
      trackId: TrackId,
      rtpParameters: RtpParameters,
      paused: z.boolean().optional(),
    }),
    reply: z.object({ producer: ProducerInfo }),
    needs: 'participant',
    action: null,
    rate: rare,
  },
  'producer.setPaused': {
    data: z.object({ producerId: MediaObjectId, paused: z.boolean() }),
    reply: nothing,
    needs: 'participant',
    action: null,
    rate: often,
  },
  'producer.close': {
    data: z.object({ producerId: MediaObjectId }),
    reply: nothing,
    needs: 'participant',
    action: null,
    rate: rare,
  },
  'consumer.setPaused': {
    data: z.object({ consumerId: MediaObjectId, paused: z.boolean() }),
    reply: nothing,
    needs: 'participant',
    action: null,
    rate: often,
  },

  // A check before the first call: a short transport on the media port that can be connected and carries nothing.
  'network.test': {
    data: nothing,
    reply: z.object({ transport: TransportParameters, iceServers: z.array(IceServer) }),
    needs: 'hello',
    action: null,
    rate: { burst: 3, perSecond: 0.1 },
  },
  'network.connect': {
    data: z.object({ transportId: MediaObjectId, dtlsParameters: DtlsParameters }),
    reply: nothing,
    needs: 'hello',
    action: null,
    rate: { burst: 3, perSecond: 0.1 },
  },

  // Annotations.
  'annotation.preview': {
    data: StrokePreview,
    reply: nothing,
    needs: 'participant',
    action: 'annotate',
    // Above one for each frame of a screen.
    rate: { burst: 120, perSecond: 75 },
  },
  'annotation.add': {
    data: LayerOp,
    /** Answered when it is in the store; shown to everyone before that. */
    reply: z.object({ seq: z.number().int() }),
    needs: 'participant',
    action: 'annotate',
    rate: { burst: 60, perSecond: 15 },
  },

  // What everybody looks at.
  'stage.freeze': {
    data: z.object({
      snapshotId: SnapshotId,
      /** The live surface that was frozen; its strokes are copied along. */
      from: SurfaceId,
      frame: FrameSize,
      trackId: TrackId.optional(),
      rtpTimestamp: z.number().int().optional(),
      /** Take the stage from the one who holds it. */
      takeOver: z.boolean().optional(),
    }),
    reply: z.object({ stage: Stage }),
    needs: 'participant',
    action: 'stage',
    rate: rare,
  },
  'stage.show': {
    data: z.object({ snapshotId: SnapshotId, takeOver: z.boolean().optional() }),
    reply: z.object({ stage: Stage }),
    needs: 'participant',
    action: 'stage',
    rate: rare,
  },
  'stage.live': {
    data: z.object({ surfaceId: SurfaceId.optional() }),
    reply: z.object({ stage: Stage }),
    needs: 'participant',
    action: 'stage',
    rate: rare,
  },

  // Snapshots: asked for here, uploaded over HTTP (shared/api/uploads), told to all when stored.
  'snapshot.request': {
    data: z.object({
      snapshotId: SnapshotId,
      /** The live surface whose device shall take the picture; its strokes are copied to the snapshot. */
      from: SurfaceId,
    }),
    reply: nothing,
    needs: 'participant',
    action: 'snapshot.take',
    rate: { burst: 5, perSecond: 0.5 },
  },
  'snapshot.progress': {
    data: z.object({
      snapshotId: SnapshotId,
      step: z.enum(['taking', 'uploading', 'failed']),
      /** Share of the bytes that are up, 0..1. */
      share: z.number().min(0).max(1).optional(),
    }),
    reply: nothing,
    needs: 'participant',
    action: null,
    rate: { burst: 30, perSecond: 10 },
  },

  // Remote camera control: an expert asks, the device does it and answers with how the camera is set then.
  'camera.report': {
    data: z.object({ can: CameraAbilities, now: CameraSettings }),
    reply: nothing,
    needs: 'participant',
    action: null,
    rate: { burst: 20, perSecond: 4 },
  },
  'camera.ask': {
    data: z.object({ askId: CameraAskId, participantId: ParticipantId, command: CameraCommand }),
    /** Comes when the device has answered: within a minute where its person is asked first. */
    reply: z.object({ now: CameraSettings }),
    needs: 'participant',
    action: 'camera.control',
    rate: { burst: 12, perSecond: 3 },
    audit: true,
  },
  /** To an asking that is over already, or another's, it changes nothing. */
  'camera.answer': {
    data: z.object({
      askId: CameraAskId,
      outcome: z.enum(['done', 'denied', 'failed']),
      now: CameraSettings.optional(),
    }),
    reply: nothing,
    needs: 'participant',
    action: null,
    rate: often,
  },
  /** For one's own device; `forbidden` also ends what was being asked. */
  'camera.consent': {
    data: z.object({ consent: CameraConsent }),
    reply: nothing,
    needs: 'participant',
    action: null,
    rate: rare,
    audit: true,
  },

  'chat.send': {
    data: z.object({ entryId: EntryId, text: MessageText, clientAt: z.number().int() }),
    reply: z.object({ seq: z.number().int() }),
    needs: 'participant',
    action: 'chat',
    rate: { burst: 10, perSecond: 2 },
  },

  // How good the call is: devices tell what only they see; whoever may asks for everybody's lines.
  'quality.report': {
    data: QualityReport,
    reply: nothing,
    needs: 'participant',
    action: null,
    rate: { burst: 5, perSecond: 0.5 },
  },
  'quality.read': {
    data: nothing,
    reply: z.object({ participants: z.array(ParticipantQuality) }),
    needs: 'participant',
    action: 'quality.read',
    rate: rare,
  },
} as const satisfies Record<string, RequestSpec>;

export interface EventSpec {
  data: z.ZodType;
  /** Numbered in the session, stored, and sent again after a resume. */
  durable: boolean;
}

/** The single table of events (server -> client). Every name is in the past tense. */
export const events = {
  // To the desk (volatile: the desk asks anew with desk.open after a break).
  'call.rang': { data: RingingCall, durable: false },
  'call.answered': {
    data: z.object({ sessionId: SessionId, by: Author }),
    durable: false,
  },
  'call.stopped': {
    data: z.object({ sessionId: SessionId, reason: CallStopReason }),
    durable: false,
  },
  'live.changed': { data: z.object({ live: z.array(LiveSessionView) }), durable: false },
  'case.changed': { data: z.object({ caseId: CaseId }), durable: false },
  'entry.appended': { data: z.object({ entry: EntryView }), durable: false },
  'layer.changed': { data: z.object({ snapshotId: SnapshotId, layerSeq: z.number().int() }), durable: false },

  /** To the one who is called by name, at every page of theirs. */
  'offer.rang': { data: z.object({ offer: CallOffer }), durable: false },
  'offer.stopped': {
    data: z.object({ offerId: OfferId, sessionId: SessionId, outcome: OfferOutcome }),
    durable: false,
  },
  'callBack.asked': { data: z.object({ task: CallTask }), durable: false },
  'callBack.closed': {
    data: z.object({ taskId: CallTaskId, how: z.enum(['called', 'dismissed']) }),
    durable: false,
  },

  // In the session.
  'offer.opened': { data: z.object({ offer: CallOffer }), durable: true },
  'offer.closed': {
    data: z.object({ offer: CallOffer, outcome: OfferOutcome, word: CallWord.optional() }),
    durable: true,
  },
  /** Somebody who was taken out of the call asks to come in again. */
  'participant.knocked': { data: z.object({ participantId: ParticipantId, who: Author }), durable: false },
  'participant.changed': { data: z.object({ participant: Participant }), durable: true },
  'participant.reported': {
    data: z.object({ participantId: ParticipantId, report: DeviceReport }),
    durable: false,
  },
  'call.declined': { data: z.object({ by: Author, word: z.string().optional() }), durable: true },
  'session.ended': { data: z.object({ reason: z.string(), by: Author.optional() }), durable: true },
  /** Your own participation was ended by somebody else; the socket may be used again. */
  'participant.removed': { data: z.object({ reason: LeaveReason }), durable: false },
  'producer.opened': { data: z.object({ producer: ProducerInfo }), durable: true },
  'producer.changed': {
    data: z.object({ producerId: MediaObjectId, participantId: ParticipantId, paused: z.boolean() }),
    durable: true,
  },
  'producer.closed': {
    data: z.object({ producerId: MediaObjectId, participantId: ParticipantId }),
    durable: true,
  },
  /** A consumer was made for you; resume it when it shall be seen or heard. */
  'consumer.opened': { data: z.object({ consumer: ConsumerInfo }), durable: true },
  'consumer.closed': { data: z.object({ consumerId: MediaObjectId }), durable: true },
  /** The media worker died or moved: join again with the same participant. */
  'media.lost': { data: z.object({ reason: z.string() }), durable: false },
  'annotation.added': { data: z.object({ surfaceId: SurfaceId, entry: LayerEntry }), durable: true },
  /** Entries copied to a new surface, sent as its state. */
  'layer.opened': { data: z.object({ layer: LayerState }), durable: true },
  'annotation.previewed': { data: z.object({ by: Author, preview: StrokePreview }), durable: false },
  'stage.changed': { data: z.object({ stage: Stage }), durable: true },
  /** To the device that shall take the picture. */
  'snapshot.requested': {
    data: z.object({ snapshotId: SnapshotId, from: SurfaceId, by: Author }),
    durable: true,
  },
  'snapshot.progressed': {
    data: z.object({
      snapshotId: SnapshotId,
      step: z.enum(['taking', 'uploading', 'failed']),
      share: z.number().optional(),
    }),
    durable: false,
  },
  /** To the device that is asked. Volatile: a command that comes late would surprise. */
  'camera.asked': {
    data: z.object({
      askId: CameraAskId,
      by: Author,
      command: CameraCommand,
      /** The person must be asked first. */
      needsConsent: z.boolean(),
      /** After so long the asking is over. */
      expiresInMs: z.number().int(),
    }),
    durable: false,
  },
  /** To the device and the organisation's people. */
  'camera.changed': {
    data: z.object({ camera: CameraView, by: Author.optional(), command: CameraCommand.optional() }),
    durable: true,
  },
  'snapshot.added': { data: z.object({ snapshot: SnapshotView }), durable: true },
  'chat.sent': { data: z.object({ entry: EntryView }), durable: true },
  /** After every greeting, and when it changes. Who is not of the office does not hear of a disk that is `low`. */
  'storage.changed': { data: z.object({ state: StorageState }), durable: false },
  /** The server is going down for a moment; clients wait and come back by themselves. */
  'server.stopping': { data: z.object({}), durable: false },
} as const satisfies Record<string, EventSpec>;

export type RequestName = keyof typeof requests;
export type RequestData<Name extends RequestName> = z.infer<(typeof requests)[Name]['data']>;
export type RequestReply<Name extends RequestName> = z.infer<(typeof requests)[Name]['reply']>;
export type EventName = keyof typeof events;
export type EventData<Name extends EventName> = z.infer<(typeof events)[Name]['data']>;

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
