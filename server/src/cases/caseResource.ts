import type { Resource } from '@fernblick/shared/policy';
import type { CaseDoc } from '../store/documents.ts';

/** A case as `can()` judges what is done to it. */
export function caseResource({ id, orgId, members }: CaseDoc): Resource {
  return { orgId, caseId: id, members: members.map((member) => member.id) };
}
