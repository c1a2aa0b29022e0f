import type { CallTaskId, OrgId } from '@fernblick/shared/protocol';
import { CallTaskDoc } from '../documents.ts';
import { eq } from '../engine/DocumentEngine.ts';
import type { StoreContext } from './context.ts';
import { DocumentCollection } from './DocumentCollection.ts';

const oldestFirst = { fields: ['at', 'id'], direction: 'asc' } as const;

export class CallTasks extends DocumentCollection<CallTaskId, CallTaskDoc> {
  constructor(context: StoreContext) {
    super(context, {
      name: 'callTasks',
      schema: CallTaskDoc,
      stamps: ['at', 'closed', 'groupId', 'groupName'],
      keys: ({ closed, kind, forId }) => ({
        open: closed === undefined && kind === 'callBack',
        ...(closed === undefined && kind === 'missed' && { openFor: forId }),
      }),
    });
  }

  listCallBacks(orgId: OrgId): Promise<CallTaskDoc[]> {
    return this.find({ where: [eq('orgId', orgId), eq('_keys.open', true)], sort: oldestFirst });
  }

  listMissed(forId: string): Promise<CallTaskDoc[]> {
    return this.find({ where: [eq('_keys.openFor', forId)], sort: oldestFirst });
  }
}
