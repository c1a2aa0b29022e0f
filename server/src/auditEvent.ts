import { randomUUID } from 'node:crypto';
import type { CaseId, Principal } from '@fernblick/shared/protocol';
import { authorOf } from '@fernblick/shared/protocol';
import type { AuditEvent } from './store/documents.ts';

/** An event for the audit log; the actor is always the one who asked. */
export function auditEvent(
  principal: Principal,
  action: string,
  about: { caseId?: CaseId | undefined; target?: string; detail?: string } = {},
): AuditEvent {
  const { caseId, target, detail } = about;
  return {
    id: randomUUID(),
    orgId: principal.orgId,
    at: Date.now(),
    actor: authorOf(principal),
    action,
    ...(caseId && { caseId }),
    ...(target && { target }),
    ...(detail && { detail }),
  };
}
