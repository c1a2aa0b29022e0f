import type { types } from 'mediasoup-client';
import { EntryId, FernblickError, SnapshotId, newId } from '../protocol/index.ts';
import type {
  CaseId,
  Device,
  DeviceReport,
  EventData,
  GroupId,
  LayerEntry,
  LayerOp,
  MediaSource,
  ParticipantId,
  ParticipantQuality,
  RequestData,
  RequestReply,
  RtpCapabilities,
  SessionId,
  StorageState,
  StrokePreview,
  SurfaceId,
} from '../protocol/index.ts';
import { authorOfMe } from './callData.ts';
import { callEventNames } from './callEvents.ts';
import type { CallEvent, CallEventName } from './callEvents.ts';
import { reduceCall } from './callReducer.ts';
import { callOf } from './callState.ts';
import type { CallQuality, CallState, EndReason } from './callState.ts';
import { CallHosting } from './CallHosting.ts';
import { browserEnvironment } from './environment.ts';
import type { Environment } from './environment.ts';
import { joinSession } from './joinSession.ts';
import { emptyView, isGap } from './layerView.ts';
import { Listeners } from './Listeners.ts';
import { capabilitiesOf, loadDevice, takeDevice } from './media/loadDevice.ts';
import { MediaLink } from './media/MediaLink.ts';
import type { MediaTransforms } from './media/MediaLink.ts';
import { OwnTracks } from './media/OwnTracks.ts';
import type { SendOptions } from './media/OwnTracks.ts';
import type { RemoteTrack } from './media/RemoteTracks.ts';
import { QualityReporter } from './media/qualityReport.ts';
import { QualityWatch } from './media/QualityWatch.ts';
import { Outbox } from './Outbox.ts';
import type { OutboxItem } from './Outbox.ts';
import { PreviewSender } from './PreviewSender.ts';
import { SignalClient } from './SignalClient.ts';
import type { Greeting, SignalState } from './SignalClient.ts';
import { UndoStacks } from './UndoStacks.ts';

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
  environment?: Environment;
}

export interface JoinData {
  caseId: CaseId;
  sessionId: SessionId;
  participantId: ParticipantId;
  open: 'ring' | 'wait' | 'enter';
  mode: 'active' | 'ringing';
  groupId?: GroupId;
}

export type { SendOptions };

/** What went wrong after it was already shown as done, and was taken back. */
export type CallFailure =
  | { kind: 'annotation'; op: LayerOp; error: FernblickError }
  | { kind: 'chat'; text: string; error: FernblickError }
  | { kind: 'media'; source: MediaSource | undefined; error: FernblickError };

const TICK_MS = 1_000;

/** Ends that the server's answer to a join or an acceptance means. */
const endOf: Partial<Record<FernblickError['code'], EndReason>> = {
  CALL_TAKEN: 'takenByOther',
  CALL_OVER: 'cancelled',
  SESSION_OVER: 'sessionEnded',
  SESSION_NOT_FOUND: 'sessionEnded',
  PARTICIPANT_REMOVED: 'removed',
};

/**
 * One participation in a call: owns the socket, the transports and the tracks, and gives them all back with
 * `close`. Its state is plain data from a pure reducer; lost lines, restarted servers and dead media workers are
 * overcome by itself, and what was drawn or said meanwhile arrives once and in order.
 */
export class CallClient {
  /** Hold, calls by name, taking somebody out. */
  readonly hosting: CallHosting;
  readonly #options: CallOptions;
  readonly #environment: Environment;
  readonly #signal: SignalClient;
  readonly #outbox: Outbox;
  readonly #previews: PreviewSender;
  readonly #life = new AbortController();
  readonly #states = new Listeners<CallState>();
  readonly #trackListeners = new Listeners<readonly RemoteTrack[]>();
  readonly #failures = new Listeners<CallFailure>();
  readonly #requested = new Listeners<EventData<'snapshot.requested'>>();
  readonly #own = new OwnTracks(async () => this.#media?.sync());
  readonly #unwanted = new Set<string>();
  readonly #undoStacks = new UndoStacks();
  readonly #watch: QualityWatch;
  readonly #reporter = new QualityReporter();
  #state: CallState = { phase: 'idle' };
  #join: JoinData | undefined;
  #device: types.Device | undefined;
  #media: MediaLink | undefined;
  /** Told with the greeting, before there is a call whose state could hold it. */
  #storage: StorageState = 'ok';
  #entering = false;
  /** The media was lost while a join was under way, whose reply may speak of what is gone. */
  #lostMeanwhile = false;
  #report: DeviceReport = {};
  #stopTick: (() => void) | undefined;

  constructor(options: CallOptions) {
    this.#options = options;
    const environment = options.environment ?? browserEnvironment;
    this.#environment = environment;
    this.#signal = new SignalClient({
      as: options.as,
      environment,
      ...(options.url && { url: options.url }),
    });
    this.hosting = new CallHosting(this.#signal);
    this.#outbox = new Outbox({
      environment,
      send: (item) =>
        item.name === 'chat.send'
          ? this.#signal.request(item.name, item.data)
          : this.#signal.request(item.name, item.data),
      onAcknowledged: (item, seq) => {
        this.#acknowledged(item, seq);
      },
      onRejected: (item, error) => {
        this.#rejected(item, error);
      },
    });
    this.#previews = new PreviewSender(environment, (preview) => {
      this.#tell('annotation.preview', preview);
    });
    this.#watch = new QualityWatch({
      environment,
      sample: async () => this.#media?.sample(),
      onChanged: (quality) => {
        const before = this.quality;
        this.#dispatch({ type: 'qualityChanged', quality });
        if (quality.mine !== before.mine) this.report({ network: quality.mine });
      },
      onSample: ({ flows, at }) => {
        const report = flows && this.#reporter.next(flows, at);
        if (report && this.#state.phase === 'active') this.#tell('quality.report', report);
      },
    });
    this.#listen();
  }

  get state(): CallState {
    return this.#state;
  }

  /** Everything that is received now. */
  get tracks(): readonly RemoteTrack[] {
    return this.#media?.tracks ?? [];
  }

  /** The line itself, for features that live in files of their own. */
  get line(): Pick<SignalClient, 'request' | 'on'> {
    return this.#signal;
  }

  get quality(): CallQuality {
    return callOf(this.#state)?.quality ?? { mine: 'good', picture: 'live' };
  }

  /** Tells every new state; returns the way to stop that. */
  subscribe(listener: (state: CallState) => void): () => void {
    return this.#states.add(listener);
  }

  subscribeTracks(listener: (tracks: readonly RemoteTrack[]) => void): () => void {
    return this.#trackListeners.add(listener);
  }

  /** This device shall take a still. */
  onSnapshotRequested(listener: (request: EventData<'snapshot.requested'>) => void): () => void {
    return this.#requested.add(listener);
  }

  onFailure(listener: (failure: CallFailure) => void): () => void {
    return this.#failures.add(listener);
  }

  /**
   * Joins and stays joined. While no server answers, it keeps trying until `close` or `leave`.
   * @throws FernblickError when the server refuses (the state is then `ended` with the code), `CALL_OVER` when
   * closed meanwhile
   */
  async join(data: JoinData): Promise<void> {
    if (this.#state.phase !== 'idle') throw new FernblickError('ALREADY_JOINED');
    this.#join = data;
    this.#dispatch({ type: 'join' });
    this.#signal.start();
    await this.#enter();
  }

  /** Takes the call that rings. @throws FernblickError; CALL_TAKEN and CALL_OVER end the state too */
  async accept(): Promise<void> {
    try {
      await this.#signal.request('call.accept', {});
      this.#dispatch({ type: 'accepted' });
    } catch (error) {
      const reason = error instanceof FernblickError ? endOf[error.code] : undefined;
      if (reason) this.#end(reason);
      throw error;
    }
    await this.#media?.sync();
  }

  /** Says no to the call that rings, with a word for the caller if one likes. */
  async decline(word?: string): Promise<void> {
    const call = callOf(this.#state);
    const asked = call && { caseId: call.case.id, sessionId: call.sessionId, ...(word && { word }) };
    await this.#lastWords(asked && this.#signal.request('call.decline', asked), 'declined');
  }

  async leave(): Promise<void> {
    const isIn = callOf(this.#state) !== undefined;
    await this.#lastWords(isIn ? this.#signal.request('session.leave', {}) : undefined, 'left');
  }

  /** @throws FernblickError, for instance FORBIDDEN; the call then goes on */
  async endForAll(): Promise<void> {
    try {
      await this.#signal.request('session.end', {});
    } catch (error) {
      // The event that it is over may come before the answer, and gives the line back.
      if (this.#state.phase !== 'ended') throw error;
    }
    this.#end('sessionEnded');
  }

  /** Rings (again) for somebody to answer. */
  async ring(groupId?: GroupId): Promise<void> {
    const { rung } = await this.#signal.request('call.ring', groupId ? { groupId } : {});
    this.#dispatch({ type: 'rung', names: rung });
  }

  /** Gives back socket, transports and sent tracks. May be called twice. */
  close(): void {
    this.#end('left');
  }

  /**
   * Sends a track, now and after every rejoin. From here the track is the client's: it is stopped when another
   * takes its place, with `stopTrack` and with `close`.
   */
  sendTrack(source: MediaSource, track: MediaStreamTrack, options?: SendOptions): Promise<void> {
    return this.#own.send(source, track, options);
  }

  /** Another track from the same source, as when the camera is switched; viewers keep their picture. */
  replaceTrack(source: MediaSource, track: MediaStreamTrack): Promise<void> {
    return this.#own.replace(source, track);
  }

  setPaused(source: MediaSource, paused: boolean): Promise<void> {
    return this.#own.setPaused(source, paused);
  }

  stopTrack(source: MediaSource): Promise<void> {
    return this.#own.stop(source);
  }

  sentTrack(source: MediaSource): MediaStreamTrack | undefined {
    return this.#own.get(source);
  }

  /** A picture that nobody sees now costs nothing: unwanted producers are paused for us alone. */
  setWanted(producerId: string, wanted: boolean): void {
    if (wanted) this.#unwanted.delete(producerId);
    else this.#unwanted.add(producerId);
    void this.#media?.sync();
  }

  /** Draws: shown at once, sent until the server has it; a refusal takes it back and tells `onFailure`. */
  annotate(op: LayerOp): void {
    const call = callOf(this.#state);
    if (!call || this.#state.phase === 'ended') return;
    if (op.op === 'add') this.#previews.drop(op.id);
    const { shown } = call.layers.get(op.surfaceId) ?? emptyView(op.surfaceId);
    this.#undoStacks.made(shown, op, authorOfMe(call));
    this.#dispatch({ type: 'annotate', op });
    this.#outbox.add({ name: 'annotation.add', data: op });
  }

  /** Shows the others a stroke while it is drawn, or the laser. Lost ones do not matter. */
  preview(preview: StrokePreview): void {
    if (this.#state.phase === 'active') this.#previews.add(preview);
  }

  undo(surfaceId: SurfaceId): void {
    this.#takeBack(surfaceId, 'undo');
  }

  redo(surfaceId: SurfaceId): void {
    this.#takeBack(surfaceId, 'redo');
  }

  canUndo(surfaceId: SurfaceId): boolean {
    return this.#undoStacks.can('undo', surfaceId);
  }

  canRedo(surfaceId: SurfaceId): boolean {
    return this.#undoStacks.can('redo', surfaceId);
  }

  /** Holds a frame up for all; its bytes are uploaded with `uploadStill`. @throws FernblickError (STAGE_HELD) */
  async freeze(data: RequestData<'stage.freeze'>): Promise<void> {
    const { stage } = await this.#signal.request('stage.freeze', data);
    this.#dispatch({ type: 'staged', stage });
  }

  /** Shows a snapshot to all. @throws FernblickError (STAGE_HELD) */
  async show(snapshotId: SnapshotId, takeOver = false): Promise<void> {
    const { stage } = await this.#signal.request('stage.show', { snapshotId, takeOver });
    this.#dispatch({ type: 'staged', stage });
  }

  /** Back to the live picture, or to a chosen one. @throws FernblickError */
  async live(surfaceId?: SurfaceId): Promise<void> {
    const { stage } = await this.#signal.request('stage.live', surfaceId ? { surfaceId } : {});
    this.#dispatch({ type: 'staged', stage });
  }

  /** Asks the device behind a live surface for a still. @throws FernblickError (NO_CAMERA) */
  async requestSnapshot(from: SurfaceId): Promise<SnapshotId> {
    const snapshotId = newId(SnapshotId);
    await this.#signal.request('snapshot.request', { snapshotId, from });
    return snapshotId;
  }

  /** Tells the others how far the still is. */
  reportSnapshot(progress: RequestData<'snapshot.progress'>): void {
    this.#tell('snapshot.progress', progress);
  }

  /** How good everybody's line is now, as the server and their devices see it. */
  async readQuality(): Promise<readonly ParticipantQuality[]> {
    return (await this.#signal.request('quality.read', {})).participants;
  }

  /** Says something: shown at once, sent until the server has it. */
  sendChat(text: string): void {
    const words = text.trim();
    if (!words || !callOf(this.#state) || this.#state.phase === 'ended') return;
    const entryId = newId(EntryId);
    const clientAt = Date.now();
    this.#dispatch({ type: 'say', id: entryId, text: words, at: clientAt });
    this.#outbox.add({ name: 'chat.send', data: { entryId, text: words, clientAt } });
  }

  /** What this device has to tell of itself; kept, and told again after a rejoin. */
  report(report: DeviceReport): void {
    this.#report = { ...this.#report, ...report };
    this.#tell('participant.report', report);
  }

  #listen(): void {
    this.#signal.subscribe((state) => {
      this.#onLine(state);
    });
    this.#signal.onGreeted((greeting) => {
      this.#onGreeted(greeting);
    });
    for (const name of callEventNames) this.#forward(name);
    this.#signal.on('storage.changed', ({ state }) => {
      this.#storage = state;
    });
    this.#signal.on('snapshot.requested', (request) => {
      this.#requested.tell(request);
    });
    this.#signal.on('consumer.opened', ({ consumer }) => {
      void this.#media?.consume(consumer);
    });
    this.#signal.on('consumer.closed', ({ consumerId }) => {
      this.#media?.dropConsumer(consumerId);
    });
    this.#signal.on('media.lost', () => {
      this.#lostMeanwhile = this.#entering;
      this.#reenter();
    });
  }

  #forward<Name extends CallEventName>(name: Name): void {
    this.#signal.on(name, (data) => {
      // Name and data belong together: `on` says so, which a union cannot.
      const event = { type: name, data } as CallEvent;
      if (event.type === 'annotation.added') {
        this.#outbox.numbered(event.data.entry.op.id);
        if (!this.#noteEntry(event.data.surfaceId, event.data.entry)) return;
      }
      this.#dispatch(event);
      if (event.type === 'participant.changed' || event.type === 'producer.opened') void this.#media?.sync();
    });
  }

  /** Lets undo learn from an entry; false when the layer must be loaded again. */
  #noteEntry(surfaceId: SurfaceId, entry: LayerEntry): boolean {
    const call = callOf(this.#state);
    if (!call) return false;
    const view = call.layers.get(surfaceId) ?? emptyView(surfaceId);
    if (isGap(view, entry)) {
      this.#reenter();
      return false;
    }
    if (entry.seq > view.confirmed.seq) this.#undoStacks.note(view.confirmed, entry, authorOfMe(call));
    return true;
  }

  #takeBack(surfaceId: SurfaceId, way: 'undo' | 'redo'): void {
    const view = callOf(this.#state)?.layers.get(surfaceId);
    if (!view) return;
    for (const op of this.#undoStacks.take(way, view.shown)) this.annotate(op);
  }

  #onLine(state: SignalState): void {
    if (state === 'waiting' || state === 'connecting') {
      this.#outbox.pause();
      this.#dispatch({ type: 'lineLost' });
    } else if (state === 'outdated') this.#end('outdated', new FernblickError('VERSION_UNSUPPORTED'));
    else if (state === 'displaced') this.#end('elsewhere');
    else if (state === 'refused')
      this.#end(callOf(this.#state) ? 'signedOut' : 'refused', new FernblickError('NOT_SIGNED_IN'));
  }

  #onGreeted({ resumed }: Greeting): void {
    if (this.#entering || !callOf(this.#state)) return;
    if (!resumed || !this.#media || this.#media.broken) {
      this.#reenter();
      return;
    }
    this.#dispatch({ type: 'resumed' });
    this.#outbox.resume();
    this.#media.check();
  }

  #reenter(): void {
    if (this.#entering || !callOf(this.#state) || this.#state.phase === 'ended') return;
    this.#outbox.pause();
    this.#dispatch({ type: 'lineLost' });
    this.#enter().catch(() => {
      // The state says it.
    });
  }

  /** Joins, for the first time or again, and starts the media anew. */
  async #enter(): Promise<void> {
    const { signal } = this.#life;
    this.#entering = true;
    try {
      const { fetchMedia } = this.#options;
      const device = (this.#device ??= await (fetchMedia
        ? loadDevice(fetchMedia, this.#environment, signal)
        : takeDevice(this.#environment, signal)));
      signal.throwIfAborted();
      const data = this.#joinData(device);
      const again = callOf(this.#state) !== undefined;
      if (again) this.#signal.unfollow();
      const reply = await joinSession(this.#signal, data, again, this.#environment, signal);
      signal.throwIfAborted();
      this.#entered(device, reply);
    } catch (error) {
      if (signal.aborted) throw new FernblickError('CALL_OVER');
      const known =
        error instanceof FernblickError ? error : new FernblickError('MEDIA_REFUSED', String(error));
      const reason = callOf(this.#state) ? (endOf[known.code] ?? 'refused') : 'refused';
      this.#end(reason, known);
      throw known;
    } finally {
      this.#entering = false;
    }
    if (this.#lostMeanwhile) {
      this.#lostMeanwhile = false;
      this.#reenter();
    }
  }

  #joinData(device: types.Device): RequestData<'session.join'> {
    if (!this.#join) throw new FernblickError('NOT_JOINED');
    const call = callOf(this.#state);
    const ringing =
      this.#state.phase === 'reconnecting' ? this.#state.was === 'ringing' : this.#state.phase === 'ringing';
    return {
      ...this.#join,
      sessionId: call?.sessionId ?? this.#join.sessionId,
      mode: call ? (ringing ? 'ringing' : 'active') : this.#join.mode,
      device: this.#options.device,
      rtpCapabilities: capabilitiesOf(device),
    };
  }

  #entered(device: types.Device, reply: RequestReply<'session.join'>): void {
    this.#media?.close();
    this.#dispatch({ type: 'joined', reply });
    this.#dispatch({ type: 'storage.changed', data: { state: this.#storage } });
    this.#media = new MediaLink({
      device,
      reply,
      signal: this.#signal,
      environment: this.#environment,
      videoCodec: this.#options.videoCodec ?? 'VP8',
      transforms: this.#options.transforms ?? {},
      outgoing: this.#own.wanted,
      isWanted: (producerId) => this.#state.phase === 'active' && !this.#unwanted.has(producerId),
      onProduced: (producer) => {
        this.#dispatch({ type: 'produced', producer });
      },
      onTracks: (tracks) => {
        this.#trackListeners.tell(tracks);
      },
      onFailure: (source, error) => {
        this.#failures.tell({ kind: 'media', source, error });
      },
      onHopeless: () => {
        this.#reenter();
      },
    });
    this.#trackListeners.tell(this.tracks);
    this.#signal.follow({ token: reply.resumeToken, epoch: reply.epoch, seq: reply.seq });
    this.hosting.rejoined(reply.participant.hold !== undefined);
    this.#outbox.resume();
    void this.#media.sync();
    if (Object.keys(this.#report).length > 0) this.#tell('participant.report', this.#report);
    this.#watch.start();
  }

  #acknowledged(item: OutboxItem, seq: number): void {
    if (item.name === 'chat.send') {
      this.#dispatch({ type: 'chatAcknowledged', id: item.data.entryId });
      return;
    }
    const { data: op } = item;
    const call = callOf(this.#state);
    const view = call?.layers.get(op.surfaceId);
    // Its event was missed with a broken line: undo learns of it here.
    if (call && view?.pending.some(({ id }) => id === op.id)) {
      const author = authorOfMe(call);
      this.#undoStacks.note(view.confirmed, { seq, author, at: Date.now(), op }, author);
    }
    this.#dispatch({ type: 'annotationAcknowledged', op, seq });
  }

  #rejected(item: OutboxItem, error: FernblickError): void {
    if (item.name === 'chat.send') {
      this.#dispatch({ type: 'chatRejected', id: item.data.entryId });
      this.#failures.tell({ kind: 'chat', text: item.data.text, error });
      return;
    }
    this.#undoStacks.refused(item.data);
    this.#dispatch({ type: 'annotationRejected', op: item.data });
    this.#failures.tell({ kind: 'annotation', op: item.data, error });
  }

  /** Says something that need not arrive. */
  #tell<Name extends 'annotation.preview' | 'participant.report' | 'quality.report' | 'snapshot.progress'>(
    name: Name,
    data: RequestData<Name>,
  ): void {
    if (!callOf(this.#state) || this.#state.phase === 'ended') return;
    this.#signal.request(name, data).catch(() => {
      // Lost or refused: the next one says more.
    });
  }

  #dispatch(event: CallEvent): void {
    const before = this.#state;
    this.#state = reduceCall(before, event, this.#environment.now());
    if (this.#state === before) return;
    if (this.#state.phase === 'ended') this.#release();
    else if ((callOf(this.#state)?.previews.size ?? 0) > 0) this.#tickLater();
    this.#states.tell(this.#state);
  }

  #tickLater(): void {
    this.#stopTick ??= this.#environment.setTimer(() => {
      this.#stopTick = undefined;
      this.#dispatch({ type: 'tick', now: this.#environment.now() });
      if ((callOf(this.#state)?.previews.size ?? 0) > 0 && this.#state.phase !== 'ended') this.#tickLater();
    }, TICK_MS);
  }

  /** The request is given a moment to be heard, the end does not depend on it. */
  async #lastWords(request: Promise<unknown> | undefined, reason: EndReason): Promise<void> {
    await Promise.race([
      request?.catch(() => undefined),
      new Promise<void>((resolve) => this.#environment.setTimer(resolve, request ? TICK_MS : 0)),
    ]);
    this.#end(reason);
  }

  #end(reason: EndReason, error?: FernblickError): void {
    this.#dispatch({ type: 'ended', reason, ...(error && { error }) });
  }

  /** The state is `ended`: everything is given back. */
  #release(): void {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    this.#stopTick?.();
    this.#watch.close();
    this.#outbox.pause();
    this.#previews.close();
    this.#media?.close();
    this.#media = undefined;
    this.#own.close();
    this.#signal.stop();
    this.#trackListeners.tell([]);
  }
}
