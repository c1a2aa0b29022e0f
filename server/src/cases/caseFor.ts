import { can } from '@fernblick/shared/policy';
import type { Action, CaseId, Principal } from '@fernblick/shared/protocol';
import { FernblickError } from '@fernblick/shared/protocol';
import type { CaseDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';
import { caseResource } from './caseResource.ts';

/**
 * The case, if the principal may do this to it.
 * @throws CASE_NOT_FOUND (another organisation's case does not exist), FORBIDDEN
 */
export async function caseFor(
  store: Store,
  principal: Principal,
  action: Action,
  caseId: CaseId,
): Promise<CaseDoc> {
  const doc = await store.cases.get(caseId);
  if (!doc || doc.orgId !== principal.orgId) throw new FernblickError('CASE_NOT_FOUND');
  if (!can(principal, action, caseResource(doc))) throw new FernblickError('FORBIDDEN');
  return doc;
}
