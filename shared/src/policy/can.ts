import type { Action, CaseId, OrgId, Principal, Role } from '../protocol/index.ts';

/** What an action is done to. `members` are the ids of the people who take part in the case. */
export interface Resource {
  orgId: OrgId;
  caseId?: CaseId | undefined;
  members?: readonly string[] | undefined;
}

const everyone: readonly Role[] = ['technician', 'expert', 'supervisor', 'admin'];
const desk: readonly Role[] = ['expert', 'supervisor', 'admin'];

interface Rule {
  roles: readonly Role[];
  /** A guest may do it in their own case. */
  guest: boolean;
  /** A technician may do it only in cases they take part in. */
  membersOnly?: true;
}

/** The whole policy: one line per action. */
const rules: Record<Action, Rule> = {
  'session.join': { roles: everyone, guest: true, membersOnly: true },
  'session.end': { roles: desk, guest: false },
  'call.answer': { roles: desk, guest: false },
  // Calls as people make them: asking back is everybody's, the rest is the host's.
  'call.askBack': { roles: everyone, guest: true, membersOnly: true },
  'call.hold': { roles: desk, guest: false },
  'call.offer': { roles: desk, guest: false },
  'participant.remove': { roles: desk, guest: false },
  annotate: { roles: everyone, guest: true, membersOnly: true },
  'annotate.others': { roles: desk, guest: false },
  chat: { roles: everyone, guest: true, membersOnly: true },
  stage: { roles: everyone, guest: true, membersOnly: true },
  'snapshot.take': { roles: everyone, guest: true, membersOnly: true },
  // Asking for zoom, light and camera of a technician's device; whether they allow it is theirs.
  'camera.control': { roles: desk, guest: false },
  // How good somebody's line is or was.
  'quality.read': { roles: desk, guest: false },
  'case.list': { roles: everyone, guest: false },
  'case.read': { roles: everyone, guest: true, membersOnly: true },
  'case.readInternal': { roles: everyone, guest: false, membersOnly: true },
  'case.create': { roles: everyone, guest: false },
  'case.write': { roles: desk, guest: false },
  'case.invite': { roles: desk, guest: false },
  'people.read': { roles: everyone, guest: false },
  'people.manage': { roles: ['admin'], guest: false },
  'org.manage': { roles: ['admin'], guest: false },
  'audit.read': { roles: ['admin', 'supervisor'], guest: false },
};

/**
 * Judges every request, message and upload; pure, and the only place where rights are decided.
 * Guests reach the cases they were invited to and nothing else; nobody reaches another organisation.
 */
export function can(principal: Principal, action: Action, resource: Resource): boolean {
  if (principal.orgId !== resource.orgId) return false;
  const rule = rules[action];
  switch (principal.kind) {
    case 'guest':
      return rule.guest && resource.caseId !== undefined && principal.caseIds.includes(resource.caseId);
    case 'person':
    case 'device': {
      if (!rule.roles.includes(principal.role)) return false;
      if (principal.role !== 'technician' || !rule.membersOnly || resource.caseId === undefined) return true;
      const personId = principal.kind === 'device' ? principal.personId : principal.id;
      return resource.members?.includes(personId) ?? false;
    }
    case 'apiKey':
      return principal.scopes.includes(action);
    case 'system':
      return true;
  }
}
