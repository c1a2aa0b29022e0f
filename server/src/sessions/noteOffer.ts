import type { CallOffer, OfferOutcome } from '@fernblick/shared/protocol';
import { CallTaskId, EntryId } from '@fernblick/shared/protocol';
import { appendEntry } from '../cases/appendEntry.ts';
import type { LiveSession } from './LiveSession.ts';

/** An expert called in vain: it stays in the case, and is told to the one who missed it when they come back. */
export async function noteMissedOffer(
  session: LiveSession,
  offer: CallOffer,
  outcome: Exclude<OfferOutcome, 'joined'>,
  word: string | undefined,
): Promise<void> {
  const { store, news } = session.services;
  const { orgId, caseId } = session.doc;
  const { id, by, to, video, since } = offer;
  if (outcome !== 'declined') {
    await store.callTasks.create({
      id: CallTaskId.parse(id),
      orgId,
      caseId,
      kind: 'missed',
      by,
      forId: to.id,
      video,
      at: since,
    });
  }
  await appendEntry(store, news, {
    id: EntryId.parse(id),
    orgId,
    caseId,
    // The one who missed it may be a guest, and shall see it too.
    visibility: 'shared',
    author: by,
    clientAt: since,
    body: {
      kind: 'missedCall',
      sessionId: session.id,
      caller: by,
      rung: [to.name],
      to: [to],
      reason: outcome === 'declined' ? 'declined' : outcome === 'withdrawn' ? 'cancelled' : 'noAnswer',
      ...(word && { word }),
    },
  });
}

/** The case says who took the call over from whom. */
export async function noteHandOver(session: LiveSession, offer: CallOffer): Promise<void> {
  const { store, news } = session.services;
  const { orgId, caseId } = session.doc;
  const { id, by, to, word } = offer;
  await appendEntry(store, news, {
    id: EntryId.parse(id),
    orgId,
    caseId,
    visibility: 'internal',
    author: by,
    clientAt: Date.now(),
    body: { kind: 'handOver', sessionId: session.id, from: by, to, ...(word && { word }) },
  });
}
