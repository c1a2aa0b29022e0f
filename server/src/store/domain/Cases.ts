import { FernblickError, type CaseId, type OrgId } from '@fernblick/shared/protocol';
import { CaseDoc, type AuditEvent } from '../documents.ts';
import { eq, isIn, type Condition } from '../engine/DocumentEngine.ts';
import type { CaseFilter, Fresh, Page } from '../Store.ts';
import { conflict, untilDone, type StoreContext } from './context.ts';
import { DocumentCollection } from './DocumentCollection.ts';
import { foldText } from './foldText.ts';
import { nextNumber } from './nextNumber.ts';
import { pageOf, readCursor } from './pages.ts';

export const caseCounter = (orgId: string): string => `cases:${orgId}`;

export class Cases extends DocumentCollection<CaseId, CaseDoc> {
  constructor(context: StoreContext) {
    super(context, {
      name: 'cases',
      schema: CaseDoc,
      stamps: ['number', 'createdAt', 'activeAt'],
      keys: (doc) => ({
        search: foldText(`${doc.title} ${doc.asset} ${doc.customer}`).join(' '),
        memberIds: [...new Set(doc.members.map(({ id }) => id))],
      }),
    });
  }

  override async create(fresh: Omit<Fresh<CaseDoc>, 'number'>, events?: AuditEvent[]): Promise<CaseDoc> {
    // Looked for first, so that a repeated request uses up no number.
    const before = await this.createdBefore(this.newDoc({ ...fresh, number: 1 }, []));
    if (before) return before;
    return untilDone(async () => {
      const number = await nextNumber(this.context, caseCounter(fresh.orgId));
      try {
        return await super.create({ ...fresh, number }, events);
      } catch (error) {
        const taken = error instanceof FernblickError && error.code === 'ID_CONFLICT';
        // The number, not the id: the counter was set back, as when a backup was played in.
        if (taken && !(await this.read(fresh.id))) return conflict;
        throw error;
      }
    });
  }

  async byNumber(orgId: OrgId, number: number): Promise<CaseDoc | undefined> {
    return (await this.find({ where: [eq('orgId', orgId), eq('number', number)], limit: 1 }))[0];
  }

  async list(
    orgId: OrgId,
    filter: CaseFilter,
    page: { cursor?: string | undefined; limit: number },
  ): Promise<Page<CaseDoc>> {
    const where: Condition[] = [eq('orgId', orgId), ...wordsOf(filter.q).map(matchWord)];
    if (filter.status) where.push(isIn('status', filter.status));
    if (filter.memberId !== undefined)
      where.push({ field: '_keys.memberIds', is: 'has', value: filter.memberId });
    const found = await this.find({
      where,
      sort: { fields: ['activeAt', 'id'], direction: 'desc' },
      after: readCursor(page.cursor),
      limit: page.limit + 1,
    });
    return pageOf(found, page.limit, (doc) => [doc.activeAt, doc.id]);
  }

  /** Moves the case up in the list. Its version stays: nobody's unsaved change to it has become stale. */
  touch(id: CaseId, at: number): Promise<void> {
    return untilDone(async () => {
      const stored = await this.read(id);
      if (!stored || stored.doc.activeAt >= at) return;
      if (!(await this.replace({ ...stored, doc: { ...stored.doc, activeAt: at } }))) return conflict;
    });
  }
}

const wordsOf = (q: string | undefined): string[] => q?.split(/\s+/).filter(Boolean) ?? [];

/** A word is part of the text in any spelling, or it is the number. */
function matchWord(word: string): Condition {
  const any: Condition[] = foldText(word).map((value) => ({ field: '_keys.search', is: 'contains', value }));
  const number = /^#?(\d{1,9})$/.exec(word)?.[1];
  if (number !== undefined) any.push(eq('number', Number(number)));
  return { any };
}
