import type { Author, CaseId } from '@fernblick/shared/protocol';
import type { CaseDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';

/** Makes somebody one of the people of a case; nothing changes if they are already. @throws NOT_FOUND */
export function addMember(store: Store, caseId: CaseId, author: Author): Promise<CaseDoc> {
  return store.cases.update(caseId, (doc) =>
    doc.members.some((member) => member.id === author.id)
      ? undefined
      : { changes: { members: [...doc.members, author] } },
  );
}
