import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Author,
  EventData,
  EventName,
  LeaveReason,
  LiveSessionView,
  Participant,
  ParticipantId,
  Principal,
  RequestData,
  SessionId,
  StrokePreview,
} from '@fernblick/shared/protocol';
import { EntryId, FernblickError, newId } from '@fernblick/shared/protocol';
import type { Resource } from '@fernblick/shared/policy';
import { addMember } from '../cases/addMember.ts';
import { caseResource } from '../cases/caseResource.ts';
import type { CaseDoc, SessionDoc } from '../store/documents.ts';
import { persistently } from '../store/persistently.ts';
import type { Changes } from '../store/Store.ts';
import type { Connection } from './Connection.ts';
import { closeCodes } from './Connection.ts';
import { closeByMeeting } from './callBacks.ts';
import { closeSession, noteMissedCall, noteUnrung } from './closeSession.ts';
import { type Audience, EventLog } from './EventLog.ts';
import { Offers } from './Offers.ts';
import { ParticipantSlot } from './ParticipantSlot.ts';
import { Removals } from './Removals.ts';
import { type Group, Ringing, type StopReason } from './Ringing.ts';
import type { SessionServices } from './services.ts';
import { SessionCameras } from './SessionCameras.ts';
import { SessionMedia } from './SessionMedia.ts';
import { SessionQuality } from './SessionQuality.ts';
import { SessionStage } from './SessionStage.ts';
import { SessionSurfaces } from './SessionSurfaces.ts';

/** Devices in one session. */
const MAX_PARTICIPANTS = 32;

/** So long a stopping process waits for what is on its way to the store. Milliseconds. */
const LAST_WRITES_MS = 3_000;

/** What the registry wants to know of a session. */
export interface SessionEvents {
  /** People came or went: lists of running sessions are out of date. */
  changed(session: LiveSession): void;
  ended(session: LiveSession): void;
}

/**
 * One live session: who is in it, what flows, what is drawn, what everybody looks at.
 * It owns its room, surfaces and slots and lets go of them when it ends. What requests do with it is in handlers/.
 */
export class LiveSession {
  readonly services: SessionServices;
  readonly id: SessionId;
  readonly events: EventLog;
  readonly media: SessionMedia;
  readonly surfaces: SessionSurfaces;
  readonly stage: SessionStage;
  readonly offers: Offers;
  readonly removals: Removals;
  readonly cameras: SessionCameras;
  readonly slots = new Map<ParticipantId, ParticipantSlot>();
  /** Messages that may be in the file although nobody in the call was told. */
  readonly untold = new Set<EntryId>();
  readonly quality = new SessionQuality(this.slots);
  /** Everyone who ever took part, for the record. */
  readonly #records: Map<ParticipantId, SessionDoc['participants'][number]>;
  readonly #listener: SessionEvents;
  #doc: SessionDoc;
  #case: CaseDoc;
  #ringing: Ringing | undefined;
  #lastGroup: Pick<Group, 'id' | 'name'> | undefined;
  #answered: boolean;
  #saving: Promise<void> = Promise.resolve();
  #over: Promise<void> | undefined;
  /** Aborted when the process stops: what the store does not take now, the next process sees to. */
  readonly #suspended = new AbortController();

  /** @param lastT session milliseconds of the last event before a restart */
  constructor(
    services: SessionServices,
    doc: SessionDoc,
    about: CaseDoc,
    listener: SessionEvents,
    lastT = 0,
  ) {
    this.services = services;
    this.id = doc.id;
    this.#doc = doc;
    this.#case = about;
    this.#listener = listener;
    this.#answered = doc.answeredAt !== undefined;
    this.#records = new Map(doc.participants.map((record) => [record.id, record]));
    this.events = new EventLog(services.store, doc.id, doc.orgId, doc.startedAt, lastT);
    this.surfaces = new SessionSurfaces(
      services.logs,
      { orgId: doc.orgId, caseId: doc.caseId },
      doc.surfaces,
      {
        appended: (surfaceId, entry) =>
          this.emit('annotation.added', { surfaceId, entry }, 'all', {
            surfaceId,
            seq: entry.seq,
            op: entry.op.op,
          }),
        reset: (layer) => this.emit('layer.opened', { layer }, 'all', { surfaceId: layer.surfaceId }),
      },
    );
    this.stage = new SessionStage(this.surfaces);
    this.offers = new Offers(this);
    this.removals = new Removals(this);
    this.cameras = new SessionCameras(this, services.times.camera);
    this.media = new SessionMedia(
      services.pool,
      this.slots,
      (participantId, source) => this.surfaces.surfaceOf(participantId, source),
      {
        producerClosed: ({ producerId, participantId }) =>
          this.emit('producer.closed', { producerId, participantId }),
        consumerOpened: (slot, consumer) => this.emit('consumer.opened', { consumer }, [slot.id]),
        consumerClosed: (slot, consumerId) => this.emit('consumer.closed', { consumerId }, [slot.id]),
        lost: () => {
          for (const { connection } of this.slots.values()) connection?.limits.renew();
          this.tell('media.lost', { reason: 'worker' });
        },
      },
    );
  }

  get doc(): SessionDoc {
    return this.#doc;
  }

  get case(): CaseDoc {
    return this.#case;
  }

  get over(): boolean {
    return this.#over !== undefined;
  }

  get ringing(): Ringing | undefined {
    return this.#ringing;
  }

  /** The group that was rung last. */
  get lastGroup(): Pick<Group, 'id' | 'name'> | undefined {
    return this.#lastGroup;
  }

  /** Those who were taken out, as participants who have left. */
  get outsiders(): Participant[] {
    return this.removals.out.map(({ id, who, role, device }) => ({
      ...{ id, who, role, device, report: {} },
      state: { state: 'left', reason: 'removed' },
    }));
  }

  get records(): SessionDoc['participants'] {
    return [...this.#records.values()];
  }

  /** Somebody of the office has taken part, so that a call was answered. */
  get answered(): boolean {
    return this.#answered;
  }

  get present(): ParticipantSlot[] {
    return [...this.slots.values()].filter((slot) => slot.present);
  }

  view(): LiveSessionView {
    return {
      sessionId: this.id,
      caseId: this.#case.id,
      caseNumber: this.#case.number,
      caseTitle: this.#case.title,
      since: this.#doc.startedAt,
      people: this.present.map(({ who }) => who.name),
    };
  }

  /** What `can()` judges requests in this session by. */
  get resource(): Resource {
    return caseResource(this.#case);
  }

  get moment() {
    return { sessionId: this.id, t: Math.round(this.events.t) };
  }

  /** A numbered event, stored and sent again to those who missed it. */
  emit<Name extends EventName>(
    name: Name,
    data: EventData<Name>,
    audience: Audience = 'all',
    stored: unknown = data,
  ): void {
    const event = this.events.append(name, data, audience, stored);
    for (const slot of this.slots.values()) {
      if (slot.connection && (audience === 'all' || audience.includes(slot.id))) event.send(slot.connection);
    }
  }

  /** A volatile event: who misses it misses nothing. */
  tell<Name extends EventName>(name: Name, data: EventData<Name>, except?: ParticipantSlot): void {
    for (const slot of this.slots.values()) if (slot !== except) slot.connection?.event(name, data);
  }

  preview(slot: ParticipantSlot, preview: StrokePreview): void {
    this.tell('annotation.previewed', { by: slot.who, preview }, slot);
  }

  /** Takes somebody in, or back in with new transports. Leaves no trace when it fails. */
  async admit(principal: Principal, data: RequestData<'session.join'>): Promise<ParticipantSlot> {
    this.#assertRunning();
    const known = this.slots.get(data.participantId);
    const record = this.#records.get(data.participantId);
    if ((known && !known.isSame(principal)) || (record && record.who.id !== principal.id)) {
      throw new FernblickError('ID_CONFLICT', 'another participant has this id');
    }
    if (!known && this.slots.size >= MAX_PARTICIPANTS) throw new FernblickError('SESSION_FULL');
    const slot =
      known ?? new ParticipantSlot(ParticipantSlot.seed(data.participantId, principal, data.device));
    if (data.mode === 'ringing' && !this.#ringing?.rings(principal.id)) throw new FernblickError('CALL_OVER');
    // From the first moment: who is rung is not yet there for the others, and is let go when somebody else accepts.
    if (!known && data.mode === 'ringing') slot.state = { state: 'ringing' };
    this.slots.set(slot.id, slot);
    try {
      const peer = await this.media.openPeer(slot, data.rtpCapabilities);
      // Who is only rung becomes one of the case's people by accepting.
      if (data.mode === 'active') await this.#addMember(slot);
      this.#assertRunning();
      if (wasRemoved(slot)) {
        peer.close();
        throw this.whyNot(slot);
      }
      if (slot.peer !== peer) throw new FernblickError('ALREADY_JOINED', 'joined again meanwhile');
      if (this.slots.get(slot.id) !== slot) {
        // Let go while getting ready: somebody else has the call, or it rings no more.
        peer.close();
        throw new FernblickError(this.answered ? 'CALL_TAKEN' : 'CALL_OVER');
      }
    } catch (error) {
      if (!known && this.slots.get(slot.id) === slot) {
        this.slots.delete(slot.id);
        slot.release('left');
      }
      throw error;
    }
    slot.device = data.device;
    return slot;
  }

  /** The slot's socket is this connection now. */
  attach(slot: ParticipantSlot, connection: Connection): void {
    const before = slot.connection;
    if (before && before !== connection) {
      before.participation = undefined;
      before.close(closeCodes.displaced, 'joined elsewhere');
    }
    slot.connection = connection;
    connection.participation = { session: this, slot };
  }

  setConnected(slot: ParticipantSlot): void {
    slot.stopAway();
    slot.state = { state: 'connected' };
    this.#record(slot);
    this.emit('participant.changed', { participant: slot.view() });
    if (slot.staff) this.#answer(slot.who);
    this.offers.joined(slot);
    this.#meet();
    this.#listener.changed(this);
  }

  /** First to accept has the call. @throws CALL_TAKEN, CALL_OVER */
  accept(slot: ParticipantSlot): void {
    if (slot.state.state === 'connected') return;
    if (slot.state.state !== 'ringing') throw new FernblickError('CALL_OVER');
    if (!this.#ringing) throw new FernblickError(this.answered ? 'CALL_TAKEN' : 'CALL_OVER');
    this.setConnected(slot);
    this.keep(() => this.#addMember(slot));
  }

  /** Rings a group; a call that rings already goes on. */
  ring(group: Group, caller: Author): void {
    if (this.#ringing || this.over) return;
    const { id, orgId, caseId } = this.#doc;
    const { number, title, asset, customer } = this.#case;
    const facts = { sessionId: id, orgId, caseId, caseNumber: number, caseTitle: title, asset, customer };
    this.#lastGroup = group;
    this.#ringing = new Ringing(
      this.services.hub,
      facts,
      group,
      caller,
      (reason) => this.stopRinging(reason),
      this.services.times,
    );
  }

  /** The group has no one to ring: that is a missed call, too. */
  nobodyToRing(caller: Author, group: Pick<Group, 'id' | 'name'> | undefined): void {
    if (this.#ringing || this.over) return;
    if (group) this.#lastGroup = { id: group.id, name: group.name };
    const id = newId(EntryId);
    this.keep(() => noteUnrung(this, caller, id));
  }

  /** For the caller, once they know that they are in the session. */
  tellUnrung(): void {
    if (!this.#ringing && !this.over)
      this.tell('call.stopped', { sessionId: this.id, reason: 'nobodyOnCall' });
  }

  decline(by: Author, word: string | undefined): void {
    const ringing = this.#ringing;
    if (!ringing?.rings(by.id)) return;
    const nobodyLeft = ringing.decline(by.id, word);
    for (const slot of this.slots.values()) {
      if (slot.who.id === by.id && slot.state.state === 'ringing') this.remove(slot, 'declined');
    }
    this.emit('call.declined', { by, ...(word && { word }) });
    if (nobodyLeft) this.stopRinging('declined');
  }

  /** Nobody took the call; it stays in the case as missed. */
  stopRinging(reason: StopReason): void {
    const ringing = this.#ringing;
    if (!ringing) return;
    this.#ringing = undefined;
    ringing.stopped(reason);
    // Those who are warm for this call hear it on their own line, before they are let go.
    this.tell('call.stopped', { sessionId: this.id, reason });
    this.#dismissRinging('left');
    const id = newId(EntryId);
    this.keep(() => noteMissedCall(this, ringing, reason, id));
  }

  /** Puts somebody's call on hold or takes it off; media follows at once, the others are told. */
  async setHold(slot: ParticipantSlot, held: boolean): Promise<void> {
    if ((slot.hold !== undefined) === held) return;
    slot.hold = held ? { since: Date.now() } : undefined;
    this.emit('participant.changed', { participant: slot.view() });
    await this.media.applyHold(slot);
  }

  /** Why somebody who was about to join cannot. */
  whyNot(slot: ParticipantSlot): FernblickError {
    return new FernblickError(wasRemoved(slot) ? 'PARTICIPANT_REMOVED' : 'SESSION_OVER');
  }

  /** Whoever was taken out may come again. */
  forgive(id: ParticipantId): void {
    const record = this.#records.get(id);
    if (!record) return;
    this.#records.set(id, { ...record, leaveReason: 'left' });
    this.keep(() => this.savePeople());
    const { who, role, device } = record;
    const state = { state: 'left', reason: 'left' } as const;
    this.emit('participant.changed', { participant: { id, who, role, device, report: {}, state } });
  }

  /** The socket is gone; the participant may come back within the grace time. */
  lost(slot: ParticipantSlot, connection: Connection): void {
    if (slot.connection !== connection || this.over) return;
    slot.connection = undefined;
    if (slot.state.state === 'ringing') {
      this.remove(slot, 'lost');
      return;
    }
    this.expectBack(slot);
  }

  expectBack(slot: ParticipantSlot): void {
    slot.startAway(() => this.remove(slot, 'lost'), this.services.times.awayMs);
    this.emit('participant.changed', { participant: slot.view() });
  }

  /** Ends somebody's part; the last one present ends the session. */
  remove(slot: ParticipantSlot, reason: LeaveReason): void {
    if (this.slots.get(slot.id) !== slot) return;
    const wasRinging = slot.state.state === 'ringing';
    const connection = slot.connection;
    this.slots.delete(slot.id);
    slot.release(reason);
    this.cameras.left(slot);
    if (reason !== 'left' && reason !== 'lost') connection?.event('participant.removed', { reason });
    if (!wasRinging) {
      this.#record(slot, reason);
      this.emit('participant.changed', { participant: slot.view() });
      if (this.stage.holderLeft(slot)) this.emit('stage.changed', { stage: this.stage.stage });
      this.#listener.changed(this);
    }
    this.offers.left(slot);
    if (this.over || this.present.length > 0) return;
    if (this.#ringing) this.stopRinging('cancelled');
    void this.end('left');
  }

  /** Ends the session for all. Resolves when its record is in the case. */
  end(reason: string, by?: Author): Promise<void> {
    this.#over ??= this.#end(reason, by);
    return this.#over;
  }

  /** The process stops: everything is written, the session goes on in the next process. */
  async suspend(): Promise<void> {
    this.tell('server.stopping', {});
    this.#suspended.abort();
    // A store that is away must not keep the process: what is not acknowledged, clients send again.
    await Promise.race([this.#flush(), sleep(LAST_WRITES_MS, undefined, { ref: false })]);
    this.media.close();
    for (const slot of this.slots.values()) slot.stopAway();
  }

  async #flush(): Promise<void> {
    await this.#saving;
    await this.events.settled();
    await this.surfaces.close();
  }

  /** Writes the changed part of the session's document; writes follow one another. */
  save(changes: () => Changes<SessionDoc>): Promise<void> {
    const saved = this.#saving.then(async () => {
      const fence = this.#doc.lease.fence;
      this.#doc = await this.services.store.sessions.update(this.id, (doc) =>
        doc.lease.fence === fence ? { changes: changes() } : undefined,
      );
    });
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  /** Saves participants and live surfaces as they are now. */
  savePeople(): Promise<void> {
    return this.save(() => ({ participants: this.records, surfaces: [...this.surfaces.live] }));
  }

  caseChanged(about: CaseDoc): void {
    this.#case = about;
  }

  async #addMember({ who }: ParticipantSlot): Promise<void> {
    this.#case = await addMember(this.services.store, this.#case.id, who);
  }

  /** An expert and others are here together: calls back that these asked for are done. */
  #meet(): void {
    const expert = this.present.find(({ staff }) => staff);
    const others = this.present.filter(({ staff }) => !staff).map(({ who }) => who);
    if (!expert || others.length === 0) return;
    const { orgId, caseId } = this.#doc;
    this.keep(() => closeByMeeting(this.services, caseId, orgId, expert.who, others));
  }

  #answer(by: Author): void {
    if (this.#ringing) {
      const ringing = this.#ringing;
      this.#ringing = undefined;
      ringing.answered(by);
      this.#dismissRinging('takenByOther');
    }
    if (this.#answered) return;
    this.#answered = true;
    const answeredAt = Date.now();
    this.keep(() => this.save(() => ({ answeredAt })));
  }

  #dismissRinging(reason: LeaveReason): void {
    for (const slot of [...this.slots.values()])
      if (slot.state.state === 'ringing') this.remove(slot, reason);
  }

  #record(slot: ParticipantSlot, reason?: LeaveReason): void {
    const { id, who, role, device, joinedAt, resumeHash } = slot;
    this.#records.set(id, {
      id,
      who,
      role,
      device,
      joinedAt: this.#records.get(id)?.joinedAt ?? joinedAt,
      ...(reason && { leftAt: Date.now(), leaveReason: reason }),
      ...(resumeHash && { resumeHash }),
    });
    this.keep(() => this.savePeople());
  }

  async #end(reason: string, by: Author | undefined): Promise<void> {
    if (this.#ringing) this.stopRinging('cancelled');
    this.offers.close();
    this.emit('session.ended', { reason, ...(by && { by }) });
    for (const slot of [...this.slots.values()]) {
      this.slots.delete(slot.id);
      slot.release('sessionEnded');
      const record = this.#records.get(slot.id);
      if (record) this.#records.set(slot.id, { ...record, leftAt: Date.now(), leaveReason: 'sessionEnded' });
    }
    this.media.close();
    this.cameras.close();
    try {
      await persistently(() => closeSession(this, reason, by ?? this.#doc.startedBy), this.#suspended.signal);
    } catch (error) {
      this.services.log.error(
        { err: error, sessionId: this.id },
        'the session could not be closed in the store',
      );
    }
    this.#listener.ended(this);
  }

  #assertRunning(): void {
    if (this.over) throw new FernblickError('SESSION_OVER');
  }

  /** Work that nobody waits for: done until the store takes it. Any other failure is told to the operator. */
  keep(work: () => Promise<void>): void {
    persistently(work, this.#suspended.signal).catch((error: unknown) =>
      this.services.log.warn({ err: error, sessionId: this.id }, 'a change of the session is not stored'),
    );
  }
}

function wasRemoved({ state }: ParticipantSlot): boolean {
  return state.state === 'left' && state.reason === 'removed';
}
