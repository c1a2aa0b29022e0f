import type { CaseId, OrgId, SessionId } from '@fernblick/shared/protocol';
import * as z from 'zod';
import { SessionDoc, SessionEventDoc } from '../documents.ts';
import { eq, type Condition, type EngineDoc } from '../engine/DocumentEngine.ts';
import type { StoreContext } from './context.ts';
import { DocumentCollection } from './DocumentCollection.ts';
import { insertMissing } from './insertMissing.ts';

const EVENTS = 'sessionEvents';

/** Data of an event is kept as text: its members may have names that a database does not take. */
const StoredEvent = z
  .looseObject({ data: z.string().optional() })
  .transform(({ data, ...event }) => (data === undefined ? event : { ...event, data: parseJson(data) }))
  .pipe(SessionEventDoc);

const parseJson = (text: string): unknown => JSON.parse(text);

export class Sessions extends DocumentCollection<SessionId, SessionDoc> {
  constructor(context: StoreContext) {
    super(context, {
      name: 'sessions',
      schema: SessionDoc,
      stamps: ['startedAt', 'lease', 'participants', 'surfaces'],
      // An index can be unique only over values that are there: a session that is over stands for itself.
      keys: (doc) => ({ live: doc.liveCaseId ?? doc.id, isLive: doc.liveCaseId !== undefined }),
    });
  }

  liveByCase(caseId: CaseId): Promise<SessionDoc | undefined> {
    return this.findBy('_keys.live', caseId);
  }

  listLive(orgId: OrgId): Promise<SessionDoc[]> {
    return this.find({ where: [eq('orgId', orgId), eq('_keys.isLive', true)] });
  }

  listByCase(caseId: CaseId): Promise<SessionDoc[]> {
    const sort = { fields: ['startedAt', 'id'], direction: 'asc' } as const;
    return this.find({ where: [eq('caseId', caseId)], sort });
  }

  takeLease(id: SessionId, owner: string): Promise<SessionDoc> {
    return this.update(id, ({ lease }) => ({ changes: { lease: { owner, fence: lease.fence + 1 } } }));
  }

  appendEvents(events: readonly SessionEventDoc[]): Promise<void> {
    return insertMissing(this.context, EVENTS, events.map(encodeEvent), 'refuse');
  }

  async listEvents(
    id: SessionId,
    query: { epoch?: string | undefined; afterSeq?: number | undefined } = {},
  ): Promise<SessionEventDoc[]> {
    const where: Condition[] = [eq('sessionId', id)];
    if (query.epoch !== undefined) where.push(eq('epoch', query.epoch));
    if (query.afterSeq !== undefined) where.push({ field: 'seq', is: 'gt', value: query.afterSeq });
    // The session's own clock goes on over restarts; the wall's may jump.
    const fields = query.epoch === undefined ? ['t', 'seq'] : ['seq'];
    const found = await this.context.engine.find(EVENTS, { where, sort: { fields, direction: 'asc' } });
    return found.map((doc) => StoredEvent.parse(doc));
  }

  async lastT(id: SessionId): Promise<number> {
    const where = [eq('sessionId', id)];
    const sort = { fields: ['t', 'seq'], direction: 'desc' } as const;
    const [last] = await this.context.engine.find(EVENTS, { where, sort, limit: 1 });
    return last ? StoredEvent.parse(last).t : 0;
  }
}

function encodeEvent(event: SessionEventDoc): EngineDoc {
  const { data, ...rest } = event;
  return {
    ...rest,
    ...(data !== undefined && { data: JSON.stringify(data) }),
    id: `${event.sessionId}:${event.epoch}:${event.seq}`,
    _rev: 1,
  };
}
