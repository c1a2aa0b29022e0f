import type {
  CaseId,
  LiveSessionView,
  OrgId,
  Principal,
  RequestData,
  SessionId,
} from '@fernblick/shared/protocol';
import { authorOf, FernblickError } from '@fernblick/shared/protocol';
import type { CaseDoc, SessionDoc, SnapshotDoc } from '../store/documents.ts';
import { viewSnapshot } from '../snapshots/viewSnapshot.ts';
import { LiveSession, type SessionEvents } from './LiveSession.ts';
import { NetworkTests } from './NetworkTests.ts';
import { ParticipantSlot } from './ParticipantSlot.ts';
import type { SessionServices } from './services.ts';
import { surfaceOfSnapshot } from './SessionSurfaces.ts';

/**
 * All live sessions of this process. A case has one at most. `locate` is asynchronous, so that with several
 * nodes it can answer where a session lives instead.
 */
export class SessionRegistry {
  readonly networkTests: NetworkTests;
  readonly #services: SessionServices;
  readonly #byCase = new Map<CaseId, LiveSession>();
  readonly #opening = new Map<CaseId, Promise<LiveSession | undefined>>();
  #stopping = false;

  constructor(services: SessionServices) {
    this.#services = services;
    this.networkTests = new NetworkTests(services.pool, services.times.networkTestMs);
  }

  get size(): number {
    return this.#byCase.size;
  }

  /** All that run now. */
  get all(): LiveSession[] {
    return [...this.#byCase.values()].filter((session) => !session.over);
  }

  /** The case's live session, from memory or taken over from a process that ended. */
  async locate(caseId: CaseId): Promise<LiveSession | undefined> {
    const live = this.#byCase.get(caseId);
    if (live && !live.over) return live;
    if (live) await live.end('left');
    return this.#once(caseId, async () => {
      const stored = await this.#services.store.sessions.liveByCase(caseId);
      return stored && this.#revive(stored);
    });
  }

  /** The case's live session, or a new one. @throws CASE_NOT_FOUND, CASE_CLOSED, STOPPING */
  async open(principal: Principal, { caseId, sessionId }: RequestData<'session.join'>): Promise<LiveSession> {
    if (this.#stopping) throw new FernblickError('STOPPING');
    const located = await this.locate(caseId);
    if (located) return located;
    const opened = await this.#once(caseId, async () => {
      const about = await this.#case(caseId);
      if (about.status === 'closed') throw new FernblickError('CASE_CLOSED');
      const doc = await this.#services.store.sessions.create({
        id: sessionId,
        orgId: about.orgId,
        caseId,
        liveCaseId: caseId,
        startedAt: Date.now(),
        startedBy: authorOf(principal),
        participants: [],
        surfaces: [],
        lease: { owner: this.#services.owner, fence: 1 },
      });
      if (doc.endedAt !== undefined) throw new FernblickError('SESSION_OVER');
      return this.#keep(doc, about);
    });
    if (!opened) throw new FernblickError('SESSION_NOT_FOUND');
    return opened;
  }

  /** The participant whose secret this is, if it is expected back. */
  resume(tokenHash: string): { session: LiveSession; slot: ParticipantSlot } | undefined {
    for (const session of this.#byCase.values()) {
      for (const slot of session.slots.values()) if (slot.resumeHash === tokenHash) return { session, slot };
    }
    return undefined;
  }

  bySession(id: SessionId): LiveSession | undefined {
    return [...this.#byCase.values()].find((session) => session.id === id && !session.over);
  }

  /** The case's running session, as lists show it. */
  viewOf(caseId: CaseId): LiveSessionView | undefined {
    const session = this.#byCase.get(caseId);
    return session && !session.over && session.present.length > 0 ? session.view() : undefined;
  }

  list(orgId: OrgId): LiveSessionView[] {
    return this.#of(orgId)
      .filter((session) => session.present.length > 0)
      .map((session) => session.view());
  }

  /** Calls that ring at this person's desk now. */
  ringingFor(principal: Principal) {
    return this.#of(principal.orgId).flatMap(({ ringing }) =>
      ringing?.rings(principal.id) ? [ringing.call] : [],
    );
  }

  /** Calls by name that ring for this person or guest now. */
  offersFor(principal: Principal) {
    return this.#of(principal.orgId).flatMap(({ offers }) => offers.for(principal.id));
  }

  /** A person or guest may not be here any more: their part ends, their sockets are told and closed. */
  expel(principalId: string): void {
    for (const session of this.#byCase.values()) {
      for (const slot of [...session.slots.values()]) {
        if (slot.who.id === principalId) session.remove(slot, 'signedOut');
      }
    }
  }

  caseChanged(about: CaseDoc): void {
    this.#byCase.get(about.id)?.caseChanged(about);
  }

  /** Who asked for this snapshot, if it was asked for in a session that runs. */
  askedBy(caseId: CaseId, snapshotId: SnapshotDoc['id']) {
    return this.#byCase.get(caseId)?.stage.askedBy(snapshotId);
  }

  /** A snapshot's pixels are stored: everybody in the session sees it now. */
  async snapshotStored(doc: SnapshotDoc): Promise<void> {
    const session = this.#byCase.get(doc.caseId);
    if (!session || session.over || session.id !== doc.sessionId) return;
    const surfaceId = surfaceOfSnapshot(doc.id);
    await session.surfaces.open(surfaceId);
    const before = session.surfaces.layer(surfaceId);
    if (!before) return;
    const view = viewSnapshot(doc, before);
    const staged = session.stage.stored(view);
    const layer = session.surfaces.layer(surfaceId) ?? before;
    session.emit('snapshot.added', { snapshot: viewSnapshot(doc, layer) });
    session.emit('layer.opened', { layer }, 'all', { surfaceId });
    if (staged) session.emit('stage.changed', { stage: session.stage.stage });
  }

  /** After a start: sessions that a former process left are taken over; who does not come back in time is gone. */
  async reviveAll(orgId: OrgId): Promise<void> {
    for (const doc of await this.#services.store.sessions.listLive(orgId)) await this.locate(doc.caseId);
  }

  /** Everything is written; sessions stay live in the store for the next process. */
  async suspend(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#byCase.values()].map((session) => session.suspend()));
    this.#byCase.clear();
  }

  #of(orgId: OrgId): LiveSession[] {
    return [...this.#byCase.values()].filter((session) => session.doc.orgId === orgId && !session.over);
  }

  /** One opening per case at a time. */
  #once(caseId: CaseId, work: () => Promise<LiveSession | undefined>): Promise<LiveSession | undefined> {
    const before = this.#opening.get(caseId);
    if (before) return before.then((session) => session ?? this.#once(caseId, work));
    const live = this.#byCase.get(caseId);
    if (live && !live.over) return Promise.resolve(live);
    const opening = work().finally(() => this.#opening.delete(caseId));
    this.#opening.set(caseId, opening);
    return opening;
  }

  async #revive(stored: SessionDoc): Promise<LiveSession> {
    const about = await this.#case(stored.caseId);
    const doc = await this.#services.store.sessions.takeLease(stored.id, this.#services.owner);
    const session = this.#keep(doc, about, await this.#services.store.sessions.lastT(doc.id));
    for (const { id } of doc.surfaces) await session.surfaces.open(id);
    for (const record of doc.participants) {
      if (record.leftAt !== undefined) continue;
      const slot = new ParticipantSlot(record);
      session.slots.set(slot.id, slot);
      session.expectBack(slot);
    }
    if (session.slots.size === 0) await session.end('left');
    return session;
  }

  #keep(doc: SessionDoc, about: CaseDoc, lastT = 0): LiveSession {
    const events: SessionEvents = {
      changed: () => this.#tellDesks(doc.orgId),
      ended: (ended) => {
        if (this.#byCase.get(doc.caseId) === ended) this.#byCase.delete(doc.caseId);
        this.#tellDesks(doc.orgId);
        this.#services.news.caseChanged(ended.case);
      },
    };
    const session = new LiveSession(this.#services, doc, about, events, lastT);
    this.#byCase.set(doc.caseId, session);
    return session;
  }

  #tellDesks(orgId: OrgId): void {
    this.#services.hub.toDesks(orgId, 'live.changed', { live: this.list(orgId) });
  }

  async #case(caseId: CaseId): Promise<CaseDoc> {
    const about = await this.#services.store.cases.get(caseId);
    if (!about) throw new FernblickError('CASE_NOT_FOUND');
    return about;
  }
}
