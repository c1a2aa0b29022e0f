import { EntryId, FernblickError, newId } from '@fernblick/shared/protocol';
import type { Author } from '@fernblick/shared/protocol';
import { appendEntry } from '../../cases/appendEntry.ts';
import type { LiveSession } from '../LiveSession.ts';
import { type Handlers, joined } from './context.ts';

/** What the host of a call may do with it: put it on hold, take somebody out, let them in again. */
export const hostHandlers: Pick<Handlers, 'call.hold' | 'participant.remove' | 'participant.letIn'> = {
  'call.hold': async (context, { held }) => {
    const { session, slot } = joined(context);
    await session.setHold(slot, held);
    return {};
  },

  'participant.remove': async (context, { participantId }) => {
    const { session, slot } = joined(context);
    const other = session.slots.get(participantId);
    if (!other) throw new FernblickError('NOT_FOUND');
    if (other === slot) throw new FernblickError('FORBIDDEN', 'leave instead');
    session.remove(other, 'removed');
    // The worker does what it is told in order: its answer to this means that their transports are closed.
    await slot.peer?.stats().catch(() => undefined);
    await note(session, slot.who, other.who, 'removed');
    return {};
  },

  'participant.letIn': async (context, { participantId }) => {
    const { session, slot } = joined(context);
    const { who } = session.removals.letIn(participantId);
    await note(session, slot.who, who, 'letIn');
    return {};
  },
};

function note(session: LiveSession, by: Author, who: Author, change: 'removed' | 'letIn') {
  const { store, news } = session.services;
  return appendEntry(store, news, {
    id: newId(EntryId),
    orgId: session.doc.orgId,
    caseId: session.doc.caseId,
    visibility: 'internal',
    author: by,
    clientAt: Date.now(),
    body: { kind: 'removal', sessionId: session.id, who, change },
  });
}
