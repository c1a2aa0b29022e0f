import { randomUUID } from 'node:crypto';
import type { Author, EntryBody, Principal, Visibility } from '@fernblick/shared/protocol';
import {
  authorOf,
  CaseId,
  EntryId,
  InvitationId,
  newId,
  ParticipantId,
  SessionId,
  SnapshotId,
  StrokeId,
  SurfaceId,
} from '@fernblick/shared/protocol';
import { AnnotationLogs } from '../../server/src/annotations/AnnotationLogs.ts';
import type { BlobStore } from '../../server/src/blobs/BlobStore.ts';
import { addMember } from '../../server/src/cases/addMember.ts';
import { appendEntry } from '../../server/src/cases/appendEntry.ts';
import { createCase } from '../../server/src/cases/createCase.ts';
import { patchCase } from '../../server/src/cases/patchCase.ts';
import { newToken } from '../../server/src/secrets.ts';
import { noteAnnotation } from '../../server/src/snapshots/noteAnnotation.ts';
import { storeSnapshot } from '../../server/src/snapshots/storeSnapshot.ts';
import type { CaseDoc, SessionDoc } from '../../server/src/store/documents.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { createInvitation } from '../../server/src/users/createInvitation.ts';
import { redeemInvitation } from '../../server/src/users/redeemInvitation.ts';
import { atTime } from './atTime.ts';
import type { DemoPersonKey } from './demoPeople.ts';
import type { Actor, Step, Story } from './story.ts';

export interface Stage {
  store: Store;
  blobs: BlobStore;
  people: Record<DemoPersonKey, Principal>;
  /** JPEGs by name. */
  pictures: ReadonlyMap<string, Buffer>;
}

type Of<Key extends string> = Extract<Step, Record<Key, unknown>>;
/** The running call that steps belong to, with what its record will count. */
interface Call {
  id: SessionId;
  strokes: number;
  snapshots: number;
  messages: number;
}

// Nobody is connected while the demo is made.
const news = { entryAppended: () => undefined, caseChanged: () => undefined };

const ANSWERED_AFTER_MS = 9_000;

/** Writes one case as if it had happened: by the server's own functions, each at its time. */
export async function tellStory(stage: Stage, story: Story, now: number): Promise<void> {
  const begins = story.begins(now);
  const { title, asset, customer, by } = story;
  const doc = await atTime(begins, () =>
    createCase({ store: stage.store, news }, stage.people[by], { id: newId(CaseId), title, asset, customer }),
  );
  await new Teller(stage, doc, begins).tell(story.steps);
}

class Teller {
  readonly #stage: Stage;
  readonly #case: CaseDoc;
  readonly #logs: AnnotationLogs;
  #guest: Principal | undefined;
  /** UTC ms of the step that is told. */
  #time: number;

  constructor(stage: Stage, about: CaseDoc, time: number) {
    this.#stage = stage;
    this.#case = about;
    this.#logs = new AnnotationLogs(stage.store);
    this.#time = time;
  }

  async tell(steps: readonly Step[], call?: Call): Promise<void> {
    for (const step of steps) {
      this.#time += step.after * 60_000;
      await atTime(this.#time, () => this.#tellStep(step, call));
    }
  }

  async #tellStep(step: Step, call: Call | undefined): Promise<void> {
    const { store } = this.#stage;
    const who = this.#principal(step.who);
    if (who.kind === 'person') await addMember(store, this.#case.id, authorOf(who));
    if ('says' in step) {
      if (call) call.messages++;
      const body: EntryBody = { kind: 'message', text: step.says, ...(call && { sessionId: call.id }) };
      await this.#append(authorOf(who), body, step.internal ? 'internal' : 'shared');
    } else if ('status' in step) {
      const before = (await store.cases.get(this.#case.id)) ?? this.#case;
      await patchCase({ store, news }, who, before, before.version, { status: step.status });
    } else if ('picture' in step) {
      await this.#takePicture(step, call);
    } else if ('invites' in step) {
      await this.#invite(who, step.invites);
    } else if ('rangInVain' in step) {
      await this.#missCall(who, step);
    } else {
      await this.#hold(step);
    }
  }

  async #takePicture({ who, picture, askedBy, marks }: Of<'picture'>, call: Call | undefined): Promise<void> {
    const { store, blobs, pictures, people } = this.#stage;
    const jpeg = pictures.get(picture);
    if (!jpeg) throw new Error(`no picture is called ${picture}`);
    const { id: caseId, orgId } = this.#case;
    const snapshotId = newId(SnapshotId);
    const inCall = call && { sessionId: call.id };
    const { width, height } = await storeSnapshot(
      { store, blobs, news },
      jpeg,
      { snapshotId, caseId, ...inCall, kind: askedBy ? 'still' : 'photo', method: 'photo' },
      {
        orgId,
        takenBy: authorOf(this.#principal(who)),
        requestedBy: askedBy && authorOf(people[askedBy]),
      },
    );
    if (call) call.snapshots++;
    if (!marks) return;
    const author = authorOf(people[marks.who]);
    const surfaceId = SurfaceId.parse(snapshotId);
    await this.#logs.use({ orgId, caseId, surfaceId }, async (log) => {
      for (const mark of marks.on) {
        const body = { ...mark, frame: { width, height } };
        const op = { op: 'add' as const, id: newId(StrokeId), surfaceId, body };
        await log.add(op, author, false, { ...inCall }).stored;
      }
    });
    if (call) call.strokes += marks.on.length;
    // Drawing takes a while, and the annotated frame is noted when it has come to a rest.
    this.#time += 40_000;
    await atTime(this.#time, () =>
      noteAnnotation({ store, logs: this.#logs, news }, snapshotId, author, call?.id),
    );
  }

  /** The link is used at once and by nobody else; its device is thrown away. */
  async #invite(who: Principal, name: string): Promise<void> {
    const { store } = this.#stage;
    const data = { id: newId(InvitationId), use: 'single' as const, minutes: 60 };
    const publicUrl = 'https://demo.example';
    const { link } = await createInvitation({ store, news, publicUrl }, who, this.#case, data);
    this.#time += 90_000;
    const { guest } = await atTime(this.#time, () =>
      redeemInvitation(
        { store, news },
        { token: link.slice(link.indexOf('#') + 1), name, deviceSecret: newToken() },
      ),
    );
    const { id, orgId, caseId } = guest;
    this.#guest = { kind: 'guest', id, orgId, name, caseIds: [caseId] };
  }

  async #missCall(who: Principal, { rangInVain, reason }: Of<'rangInVain'>): Promise<void> {
    const { store, people } = this.#stage;
    const started = this.#time;
    const { id: sessionId } = await this.#beginSession(who, [who]);
    this.#time += 45_000;
    await atTime(this.#time, async () => {
      await this.#endSession(sessionId, reason);
      const rung = rangInVain.map((key) => people[key].name);
      const body = { kind: 'missedCall' as const, sessionId, caller: authorOf(who), rung, reason };
      await appendEntry(store, news, { ...this.#draft(authorOf(who), 'internal'), clientAt: started, body });
    });
  }

  async #hold({ who, callWith, during, rest }: Of<'during'>): Promise<void> {
    const expert = this.#stage.people[callWith];
    await addMember(this.#stage.store, this.#case.id, authorOf(expert));
    const caller = this.#principal(who);
    const { id, startedAt } = await this.#beginSession(caller, [caller, expert]);
    const call: Call = { id, strokes: 0, snapshots: 0, messages: 0 };
    await this.tell(during, call);
    this.#time += rest * 60_000;
    await atTime(this.#time, async () => {
      const ended = await this.#endSession(id, 'ended');
      const { id: sessionId, ...counts } = call;
      const participants = ended.participants.map((one) => ({
        participantId: one.id,
        name: one.who.name,
        kind: one.who.kind,
        joinedAt: one.joinedAt,
        leftAt: this.#time,
      }));
      const times = { startedAt, endedAt: this.#time, endReason: 'ended' };
      const body = { kind: 'session' as const, sessionId, ...times, participants, ...counts };
      await this.#append(authorOf(expert), body, 'shared');
    });
  }

  async #beginSession(startedBy: Principal, people: Principal[]): Promise<SessionDoc> {
    const { orgId, id: caseId } = this.#case;
    const participants = people.map((principal) => {
      const role = principal.kind === 'person' ? principal.role : ('technician' as const);
      const kind = role === 'technician' ? ('phone' as const) : ('desktop' as const);
      const joinedAt = principal === startedBy ? this.#time : this.#time + ANSWERED_AFTER_MS;
      return { id: newId(ParticipantId), who: authorOf(principal), role, device: { kind }, joinedAt };
    });
    return this.#stage.store.sessions.create({
      id: newId(SessionId),
      orgId,
      caseId,
      startedAt: this.#time,
      ...(people.length > 1 && { answeredAt: this.#time + ANSWERED_AFTER_MS }),
      startedBy: authorOf(startedBy),
      participants,
      surfaces: [],
      lease: { owner: randomUUID(), fence: 1 },
    });
  }

  #endSession(id: SessionId, endReason: string): Promise<SessionDoc> {
    const endedAt = this.#time;
    return this.#stage.store.sessions.update(id, ({ participants }) => {
      const left = { leftAt: endedAt, leaveReason: 'sessionEnded' };
      return {
        changes: { participants: participants.map((one) => ({ ...one, ...left })), endedAt, endReason },
      };
    });
  }

  async #append(author: Author, body: EntryBody, visibility: Visibility): Promise<void> {
    await appendEntry(this.#stage.store, news, { ...this.#draft(author, visibility), body });
  }

  #draft(author: Author, visibility: Visibility) {
    const { orgId, id: caseId } = this.#case;
    return { id: newId(EntryId), orgId, caseId, visibility, author, clientAt: this.#time };
  }

  #principal(who: Actor): Principal {
    if (who !== 'guest') return this.#stage.people[who];
    if (!this.#guest) throw new Error('the story has no guest yet');
    return this.#guest;
  }
}
