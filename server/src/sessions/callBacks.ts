import type { Author, CallTask, CaseId, Principal } from '@fernblick/shared/protocol';
import { EntryId, newId } from '@fernblick/shared/protocol';
import { appendEntry } from '../cases/appendEntry.ts';
import type { CallTaskDoc, CaseDoc } from '../store/documents.ts';
import type { SessionServices } from './services.ts';

export type TaskServices = Pick<SessionServices, 'store' | 'news' | 'hub'>;

/** A task as desks and pages see it. */
export function viewTask(doc: CallTaskDoc, about: CaseDoc): CallTask {
  const { id, kind, caseId, by, groupId, groupName, word, video, at } = doc;
  return {
    id,
    kind,
    caseId,
    caseNumber: about.number,
    caseTitle: about.title,
    ...(about.asset && { asset: about.asset }),
    by,
    ...(groupId && { groupId }),
    ...(groupName && { groupName }),
    ...(word && { word }),
    ...(video !== undefined && { video }),
    at,
  };
}

/** People of the group that was rung; undefined where every desk shall see it. */
export async function deskOf(
  store: SessionServices['store'],
  doc: CallTaskDoc,
): Promise<string[] | undefined> {
  const group = doc.groupId && (await store.groups.get(doc.groupId));
  return group && group.memberIds.length > 0 ? group.memberIds : undefined;
}

/** Open calls back that are this person's business. */
export async function callBacksFor({ store }: TaskServices, principal: Principal): Promise<CallTask[]> {
  const tasks: CallTask[] = [];
  for (const doc of await store.callTasks.listCallBacks(principal.orgId)) {
    const people = await deskOf(store, doc);
    const about = await store.cases.get(doc.caseId);
    if (about && (!people || people.includes(principal.id))) tasks.push(viewTask(doc, about));
  }
  return tasks;
}

/** Calls that this person or guest missed and has not been told of. */
export async function missedBy({ store }: TaskServices, principal: Principal): Promise<CallTask[]> {
  const tasks: CallTask[] = [];
  for (const doc of await store.callTasks.listMissed(principal.id)) {
    const about = await store.cases.get(doc.caseId);
    if (about?.orgId === principal.orgId) tasks.push(viewTask(doc, about));
  }
  return tasks;
}

/** Puts it on record and in front of the desks; closed twice, the first stands. */
export async function closeCallBack(
  { store, news, hub }: TaskServices,
  task: CallTaskDoc,
  by: Author,
  how: 'called' | 'dismissed',
): Promise<void> {
  let closedNow = false;
  await store.callTasks.update(task.id, (doc) => {
    closedNow = doc.closed === undefined;
    return closedNow ? { changes: { closed: { at: Date.now(), by, how } } } : undefined;
  });
  if (!closedNow) return;
  hub.toDesks(task.orgId, 'callBack.closed', { taskId: task.id, how });
  await appendEntry(store, news, {
    id: newId(EntryId),
    orgId: task.orgId,
    caseId: task.caseId,
    visibility: 'shared',
    author: by,
    clientAt: Date.now(),
    body: {
      kind: 'callBack',
      taskId: task.id,
      change: how,
      from: task.by,
      ...(task.groupName && { groupName: task.groupName }),
    },
  });
}

/** An expert and whoever asked to be called back have met: nothing is left to do; missed calls are moot as well. */
export async function closeByMeeting(
  services: TaskServices,
  caseId: CaseId,
  orgId: CaseDoc['orgId'],
  expert: Author,
  others: readonly Author[],
): Promise<void> {
  for (const doc of await services.store.callTasks.listCallBacks(orgId)) {
    if (doc.caseId === caseId && others.some(({ id }) => id === doc.by.id))
      await closeCallBack(services, doc, expert, 'called');
  }
  for (const other of others) {
    for (const doc of await services.store.callTasks.listMissed(other.id))
      if (doc.caseId === caseId) await seeMissed(services, doc, other);
  }
}

/** The one who missed the call knows of it now. */
export async function seeMissed({ store }: TaskServices, task: CallTaskDoc, by: Author): Promise<void> {
  await store.callTasks.update(task.id, (doc) =>
    doc.closed ? undefined : { changes: { closed: { at: Date.now(), by, how: 'seen' } } },
  );
}
