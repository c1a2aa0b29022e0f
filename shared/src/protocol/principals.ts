import * as z from 'zod';
import { CaseId, GuestId, OrgId, PersonId } from './ids.ts';

export const Role = z.enum(['technician', 'expert', 'supervisor', 'admin']);
export type Role = z.infer<typeof Role>;

export const PersonName = z.string().trim().min(1).max(80);

/** Who asks. Devices and API keys come later; their place in the union is here from the start. */
export const Principal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: PersonId, orgId: OrgId, name: PersonName, role: Role }),
  z.object({
    kind: z.literal('guest'),
    id: GuestId,
    orgId: OrgId,
    name: PersonName,
    caseIds: z.array(CaseId),
  }),
  z.object({
    kind: z.literal('device'),
    id: z.uuid(),
    orgId: OrgId,
    name: PersonName,
    personId: PersonId,
    role: Role,
  }),
  z.object({
    kind: z.literal('apiKey'),
    id: z.uuid(),
    orgId: OrgId,
    name: PersonName,
    scopes: z.array(z.string()),
  }),
  z.object({ kind: z.literal('system'), id: z.uuid(), orgId: OrgId, name: PersonName }),
]);
export type Principal = z.infer<typeof Principal>;

/** Who wrote or did something, as it stays in the file: the name is kept as it was then. */
export const Author = z.object({
  kind: z.enum(['person', 'guest', 'device', 'apiKey', 'system']),
  id: z.uuid(),
  name: PersonName,
});
export type Author = z.infer<typeof Author>;

/** The author a principal's writings carry. */
export function authorOf(principal: Principal): Author {
  return { kind: principal.kind, id: principal.id, name: principal.name };
}

/** What may be done; `can()` in shared/policy says by whom. */
export const actions = [
  'session.join',
  'session.end',
  'call.answer',
  'call.askBack',
  'call.hold',
  'call.offer',
  'participant.remove',
  'annotate',
  'annotate.others',
  'chat',
  'stage',
  'snapshot.take',
  'camera.control',
  'quality.read',
  'case.list',
  'case.read',
  'case.readInternal',
  'case.create',
  'case.write',
  'case.invite',
  'people.read',
  'people.manage',
  'org.manage',
  'audit.read',
] as const;
export type Action = (typeof actions)[number];
