import type { TimelineEntry } from '@fernblick/shared/protocol';
import { FernblickError } from '@fernblick/shared/protocol';
import type { EntryDraft, Store } from '../store/Store.ts';
import type { CaseNews } from './CaseNews.ts';

/**
 * Appends to the case's timeline and tells those who look at it. Durable when it resolves.
 * @throws CASE_NOT_FOUND, ID_CONFLICT
 */
export async function appendEntry(store: Store, news: CaseNews, draft: EntryDraft): Promise<TimelineEntry> {
  const entry = await store.timeline.append(draft);
  const about = await store.cases.get(draft.caseId);
  if (!about) throw new FernblickError('CASE_NOT_FOUND');
  news.entryAppended(about, entry);
  return entry;
}
