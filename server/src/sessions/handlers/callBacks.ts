import { authorOf, EntryId, FernblickError } from '@fernblick/shared/protocol';
import type { CaseId } from '@fernblick/shared/protocol';
import { appendEntry } from '../../cases/appendEntry.ts';
import { closeCallBack, deskOf, missedBy, seeMissed, viewTask } from '../callBacks.ts';
import { type Context, greeted, type Handlers } from './context.ts';

export const callBackHandlers: Pick<
  Handlers,
  'presence.open' | 'missed.see' | 'callBack.ask' | 'callBack.dismiss'
> = {
  'presence.open': async (context) => {
    const principal = greeted(context);
    context.connection.reachable = true;
    const missed = await missedBy(context.services, principal);
    // Read last: what rings from here on is told to this connection.
    return { offers: context.registry.offersFor(principal), missed };
  },

  'missed.see': async (context, { taskId }) => {
    const principal = greeted(context);
    const task = await context.services.store.callTasks.get(taskId);
    if (task?.kind !== 'missed' || task.forId !== principal.id) throw new FernblickError('NOT_FOUND');
    await seeMissed(context.services, task, authorOf(principal));
    return {};
  },

  'callBack.ask': async (context, { caseId, taskId, word }) => {
    assertSameCase(context, caseId);
    const principal = greeted(context);
    const { store, news, hub } = context.services;
    const about = await store.cases.get(caseId);
    if (!about) throw new FernblickError('CASE_NOT_FOUND');
    const by = authorOf(principal);
    const group = context.participation?.session.lastGroup ?? (await store.groups.list(principal.orgId))[0];
    const doc = await store.callTasks.create({
      id: taskId,
      orgId: about.orgId,
      caseId,
      kind: 'callBack',
      by,
      ...(group && { groupId: group.id, groupName: group.name }),
      ...(word && { word }),
      at: Date.now(),
    });
    const task = viewTask(doc, about);
    await appendEntry(store, news, {
      // The task's own id: asked twice after a break, it is one entry.
      id: EntryId.parse(taskId),
      orgId: about.orgId,
      caseId,
      visibility: 'shared',
      author: by,
      clientAt: doc.at,
      body: {
        kind: 'callBack',
        taskId,
        change: 'asked',
        from: by,
        ...(doc.groupName && { groupName: doc.groupName }),
        ...(word && { word }),
      },
    });
    if (!doc.closed) hub.toDesks(about.orgId, 'callBack.asked', { task }, await deskOf(store, doc));
    return { task };
  },

  'callBack.dismiss': async (context, { caseId, taskId }) => {
    assertSameCase(context, caseId);
    const task = await context.services.store.callTasks.get(taskId);
    if (task?.kind !== 'callBack' || task.caseId !== caseId) throw new FernblickError('NOT_FOUND');
    await closeCallBack(context.services, task, authorOf(greeted(context)), 'dismissed');
    return {};
  },
};

/** Participants were judged by the case of their session; another case is not theirs to speak of on this line. */
function assertSameCase({ participation }: Context, caseId: CaseId): void {
  if (participation && participation.session.case.id !== caseId) throw new FernblickError('FORBIDDEN');
}
