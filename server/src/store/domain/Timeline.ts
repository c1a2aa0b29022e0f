import {
  canonicalJson,
  FernblickError,
  TimelineEntry,
  type CaseId,
  type EntryId,
  type Visibility,
} from '@fernblick/shared/protocol';
import { eq, UniqueViolation, type Condition } from '../engine/DocumentEngine.ts';
import type { EntryDraft, Store } from '../Store.ts';
import type { Cases } from './Cases.ts';
import { sealEntry } from './chain.ts';
import { conflict, untilDone, type StoreContext } from './context.ts';
import { plain } from './plain.ts';

type TimelineStore = Store['timeline'];

const NAME = 'timeline';

/** What must be equal for an append to be the same one again. */
const contentOf = ({ orgId, caseId, visibility, author, body }: EntryDraft | TimelineEntry) =>
  canonicalJson(plain({ orgId, caseId, visibility, author, body }));

export class Timeline implements TimelineStore {
  readonly #context: StoreContext;
  readonly #cases: Cases;

  constructor(context: StoreContext, cases: Cases) {
    this.#context = context;
    this.#cases = cases;
  }

  async append(draft: EntryDraft): Promise<TimelineEntry> {
    const owner = await this.#cases.get(draft.caseId);
    if (owner?.orgId !== draft.orgId) throw new FernblickError('CASE_NOT_FOUND');
    const entry = await this.#context.queue.run(`${NAME}:${draft.caseId}`, () =>
      untilDone(() => this.#tryAppend(draft)),
    );
    await this.#cases.touch(draft.caseId, entry.at);
    return entry;
  }

  async #tryAppend(draft: EntryDraft): Promise<TimelineEntry | typeof conflict> {
    const stored = await this.get(draft.id);
    if (stored) {
      if (contentOf(stored) === contentOf(draft)) return stored;
      throw new FernblickError('ID_CONFLICT', 'the id stands for another entry');
    }
    const entry = sealEntry(draft, await this.#head(draft.caseId), Date.now());
    try {
      // The entry's own `rev` is what revisions of content count; the engine's is `_rev`.
      await this.#context.engine.insert(NAME, [{ ...entry, _rev: 1 }]);
      return entry;
    } catch (error) {
      if (error instanceof UniqueViolation) return conflict;
      throw error;
    }
  }

  async get(id: EntryId): Promise<TimelineEntry | undefined> {
    const found = await this.#context.engine.get(NAME, id);
    return found && TimelineEntry.parse(found);
  }

  async list(
    caseId: CaseId,
    query: {
      after?: number | undefined;
      before?: number | undefined;
      limit: number;
      visibility?: Visibility | undefined;
    },
  ): Promise<TimelineEntry[]> {
    const { after, before, limit, visibility } = query;
    const where: Condition[] = [eq('caseId', caseId)];
    if (after !== undefined) where.push({ field: 'seq', is: 'gt', value: after });
    if (before !== undefined) where.push({ field: 'seq', is: 'lt', value: before });
    if (visibility) where.push(eq('visibility', visibility));
    const backwards = before !== undefined && after === undefined;
    const direction = backwards ? 'desc' : 'asc';
    const found = await this.#context.engine.find(NAME, {
      where,
      sort: { fields: ['seq'], direction },
      limit,
    });
    const entries = found.map((doc) => TimelineEntry.parse(doc));
    return backwards ? entries.reverse() : entries;
  }

  async headSeq(caseId: CaseId): Promise<number> {
    return (await this.#head(caseId))?.seq ?? 0;
  }

  async #head(caseId: CaseId): Promise<TimelineEntry | undefined> {
    const sort = { fields: ['seq'], direction: 'desc' } as const;
    const found = await this.#context.engine.find(NAME, { where: [eq('caseId', caseId)], sort, limit: 1 });
    return found[0] && TimelineEntry.parse(found[0]);
  }
}
