import type { CaseView } from '@fernblick/shared/api';
import type { LiveSessionView } from '@fernblick/shared/protocol';
import type { CaseDoc } from '../store/documents.ts';

/** A case as clients see it. */
export function viewCase(doc: CaseDoc, live: LiveSessionView | undefined): CaseView {
  const {
    id,
    number,
    version,
    title,
    status,
    asset,
    customer,
    createdBy,
    createdAt,
    activeAt,
    members,
    demo,
    test,
  } = doc;
  return {
    id,
    number,
    version,
    title,
    status,
    asset,
    customer,
    createdBy,
    createdAt,
    activeAt,
    members,
    ...(live && { live }),
    demo,
    ...(test && { test }),
  };
}
