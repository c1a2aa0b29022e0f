import { authorOf, EntryId, FernblickError } from '@fernblick/shared/protocol';
import { appendEntry } from '../../cases/appendEntry.ts';
import { viewEntry } from '../../cases/viewEntry.ts';
import { ringGroup } from '../ringGroup.ts';
import { greeted, type Handlers, joined } from './context.ts';

export const callHandlers: Pick<
  Handlers,
  | 'session.leave'
  | 'session.end'
  | 'call.accept'
  | 'call.decline'
  | 'call.ring'
  | 'participant.report'
  | 'chat.send'
> = {
  'session.leave': async (context) => {
    const { session, slot } = joined(context);
    context.afterReply.push(() => session.remove(slot, 'left'));
    return {};
  },

  'session.end': async (context) => {
    const { session, slot } = joined(context);
    await session.end('ended', slot.who);
    return {};
  },

  'call.accept': async (context) => {
    const { session, slot } = joined(context);
    session.accept(slot);
    return {};
  },

  'call.decline': async (context, { caseId, sessionId, word }) => {
    const session = context.registry.bySession(sessionId);
    if (session?.case.id !== caseId) throw new FernblickError('CALL_OVER');
    session.decline(authorOf(greeted(context)), word);
    return {};
  },

  'call.ring': async (context, { groupId }) => {
    const { session, slot } = joined(context);
    const rung = await ringGroup(context.services, session, slot, groupId);
    if (rung.length === 0) context.afterReply.push(() => session.tellUnrung());
    return { rung };
  },

  'participant.report': async (context, report) => {
    const { session, slot } = joined(context);
    slot.report = { ...slot.report, ...report };
    session.tell('participant.reported', { participantId: slot.id, report: slot.report }, slot);
    return {};
  },

  'chat.send': async (context, { entryId, text, clientAt }) => {
    const { session, slot } = joined(context);
    const { store, news } = context.services;
    const known = await store.timeline.get(EntryId.parse(entryId));
    const entry = await appendEntry(store, news, {
      id: entryId,
      orgId: session.doc.orgId,
      caseId: session.doc.caseId,
      visibility: 'shared',
      author: slot.who,
      clientAt,
      body: { kind: 'message', text, sessionId: session.id },
    }).catch((error: unknown) => {
      session.untold.add(entryId);
      throw error;
    });
    // Sent again after a break: it is in the file already, and everyone has it, unless the store went in between.
    if (session.untold.delete(entryId) || !known)
      session.emit('chat.sent', { entry: viewEntry(entry) }, 'all', { entryId, seq: entry.seq });
    return { seq: entry.seq };
  },
};
