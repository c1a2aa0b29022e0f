import type { CaseId, EntryBody, Principal } from '@fernblick/shared/protocol';
import { authorOf, EntryId, newId } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import type { CaseDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';
import { appendEntry } from './appendEntry.ts';
import type { CaseNews } from './CaseNews.ts';

const fields = ['title', 'status', 'asset', 'customer'] as const;

export type CasePatch = { [Field in (typeof fields)[number]]?: CaseDoc[Field] | undefined };

/** Changes a case and says so in its timeline. @throws VERSION_CONFLICT, NOT_FOUND */
export async function patchCase(
  { store, news }: { store: Store; news: CaseNews },
  principal: Principal,
  before: CaseDoc,
  version: number,
  patch: CasePatch,
): Promise<CaseDoc> {
  const changed = fields.filter((field) => patch[field] !== undefined && patch[field] !== before[field]);
  if (changed.length === 0) return before;
  const changes = Object.fromEntries(changed.map((field) => [field, patch[field]]));
  const after = await store.cases.patch(before.id, version, changes, [
    auditEvent(principal, 'case.patch', { caseId: before.id, detail: changed.join(', ') }),
  ]);
  for (const field of changed) {
    await appendEntry(store, news, draft(principal, before.id, field, before[field], after[field]));
  }
  const fresh = (await store.cases.get(before.id)) ?? after;
  news.caseChanged(fresh);
  return fresh;
}

function draft(
  principal: Principal,
  caseId: CaseId,
  field: (typeof fields)[number],
  from: string,
  to: string,
) {
  const body: EntryBody = { kind: 'caseChange', field, ...(from && { from }), ...(to && { to }) };
  return {
    id: newId(EntryId),
    orgId: principal.orgId,
    caseId,
    visibility: 'internal' as const,
    author: authorOf(principal),
    clientAt: Date.now(),
    body,
  };
}
