import * as z from 'zod';
import type { Author } from '@fernblick/shared/protocol';
import { EntryId, FernblickError, SnapshotId } from '@fernblick/shared/protocol';
import { appendEntry } from '../cases/appendEntry.ts';
import { noteAnnotation } from '../snapshots/noteAnnotation.ts';
import type { SessionEventDoc } from '../store/documents.ts';
import type { LiveSession } from './LiveSession.ts';
import type { Ringing, StopReason } from './Ringing.ts';

/** Puts the session's record into the case and marks it as over. May be repeated after a crash. */
export async function closeSession(session: LiveSession, reason: string, author: Author): Promise<void> {
  const { store, news, logs } = session.services;
  const { orgId, caseId, startedAt } = session.doc;
  const drawnOn = session.surfaces.snapshots;
  await session.surfaces.close();
  await session.events.settled();
  for (const surfaceId of drawnOn) {
    await noteAnnotation({ store, logs, news }, SnapshotId.parse(surfaceId), author, session.id);
  }
  const events = await store.sessions.listEvents(session.id);
  const count = (name: string) => events.filter((event) => event.name === name).length;
  const counts = {
    strokes: events.filter(isDrawing).length,
    snapshots: count('snapshot.added'),
    messages: count('chat.sent'),
  };
  const something = session.records.length > 1 || Object.values(counts).some((number) => number > 0);
  if (something) {
    const draft = {
      // The session's own id: ended again after a crash, it is still one entry.
      id: EntryId.parse(session.id),
      orgId,
      caseId,
      visibility: 'shared' as const,
      author,
      clientAt: Date.now(),
      body: {
        kind: 'session' as const,
        sessionId: session.id,
        startedAt,
        endedAt: Date.now(),
        endReason: reason,
        participants: session.records.map(({ id, who, joinedAt, leftAt }) => ({
          participantId: id,
          name: who.name,
          kind: who.kind,
          joinedAt,
          ...(leftAt !== undefined && { leftAt }),
        })),
        ...counts,
      },
    };
    await appendEntry(store, news, draft).catch((error: unknown) => {
      if (!(error instanceof FernblickError && error.code === 'ID_CONFLICT')) throw error;
    });
  }
  const quality = session.quality.summary();
  await session.save(() => ({
    participants: session.records,
    surfaces: [...session.surfaces.live],
    liveCaseId: null,
    endedAt: Date.now(),
    endReason: reason,
    ...(quality.length > 0 && { quality }),
  }));
}

/** Moving, undoing and clearing are entries of a layer too, but nothing was drawn with them. */
function isDrawing({ name, data }: SessionEventDoc): boolean {
  return name === 'annotation.added' && z.object({ op: z.literal('add') }).safeParse(data).success;
}

/** Somebody called while nobody is on call. May be repeated with the same id. */
export async function noteUnrung(session: LiveSession, caller: Author, id: EntryId): Promise<void> {
  await appendEntry(session.services.store, session.services.news, {
    id,
    orgId: session.doc.orgId,
    caseId: session.doc.caseId,
    visibility: 'internal',
    author: caller,
    clientAt: Date.now(),
    body: { kind: 'missedCall', sessionId: session.id, caller, rung: [], reason: 'nobodyOnCall' },
  });
}

/** Who missed a call sees it in the case. May be repeated with the same id. */
export async function noteMissedCall(
  session: LiveSession,
  ringing: Ringing,
  reason: StopReason,
  id: EntryId,
): Promise<void> {
  const { caller, word, call } = ringing;
  await appendEntry(session.services.store, session.services.news, {
    id,
    orgId: session.doc.orgId,
    caseId: session.doc.caseId,
    visibility: 'internal',
    author: caller,
    clientAt: call.since,
    body: {
      kind: 'missedCall',
      sessionId: session.id,
      caller,
      rung: call.rung,
      reason,
      ...(word && { word }),
    },
  });
}
