import type { CaseId, Principal } from '@fernblick/shared/protocol';
import { authorOf, EntryId } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import type { CaseDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';
import { appendEntry } from './appendEntry.ts';
import type { CaseNews } from './CaseNews.ts';

export interface NewCase {
  id: CaseId;
  title: string;
  asset: string;
  customer: string;
  test?: boolean | undefined;
}

/** A new case with its first entry; the same request again gives the same case. @throws ID_CONFLICT */
export async function createCase(
  { store, news }: { store: Store; news: CaseNews },
  principal: Principal,
  { id, title, asset, customer, test }: NewCase,
): Promise<CaseDoc> {
  const existing = await store.cases.get(id);
  const author = authorOf(principal);
  const org = await store.orgs.get(principal.orgId);
  const now = existing?.createdAt ?? Date.now();
  const doc =
    existing && existing.createdBy.id === author.id && existing.orgId === principal.orgId
      ? existing
      : await store.cases.create(
          {
            id,
            orgId: principal.orgId,
            title,
            status: 'new',
            asset,
            customer,
            createdBy: author,
            createdAt: now,
            activeAt: now,
            members: [author],
            retentionYears: org?.settings.retentionYears ?? 0,
            hold: false,
            demo: org?.demo ?? false,
            ...(test && { test }),
          },
          [auditEvent(principal, 'case.create', { caseId: id, detail: title })],
        );
  await appendEntry(store, news, {
    // The case's own id: asked for again after a crash in between, it is still one entry.
    id: EntryId.parse(id),
    orgId: doc.orgId,
    caseId: id,
    visibility: 'shared',
    author,
    clientAt: now,
    body: { kind: 'caseChange', field: 'created', to: doc.title },
  });
  return doc;
}
