import * as z from 'zod';
import {
  CameraControlPolicy,
  GroupId,
  OrgId,
  PersonId,
  PersonName,
  Principal,
  Role,
} from '../protocol/index.ts';
import { Onboarding } from './onboarding.ts';

export const Email = z.string().trim().toLowerCase().max(200).pipe(z.email());

/** At least ten characters; length beats rules. */
export const Password = z.string().min(10).max(200);

/** What a token in a link looks like: 32 random bytes, base64url. */
export const LinkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** POST /api/setup: the one-time link makes the organisation and its first admin. */
export const SetupData = z.object({
  token: LinkToken,
  orgName: z.string().trim().min(1).max(120),
  name: PersonName,
  email: Email,
  password: Password,
});

/** POST /api/sign-in */
export const SignInData = z.object({ email: Email, password: z.string().min(1).max(200) });

/** POST /api/sign-out */
export const SignOutData = z.object({ everywhere: z.boolean() });

/** PATCH /api/me/password: signs out every other device. */
export const ChangePasswordData = z.object({ current: z.string().min(1).max(200), password: Password });

/** What the organisation tells guests before they join, and how long it keeps things. */
export const OrgSettings = z.object({
  name: z.string().trim().min(1).max(120),
  /** Who is responsible for the data (GDPR Art. 13), as guests read it. */
  responsible: z.string().trim().max(500),
  contact: z.string().trim().max(200),
  /** Address of the organisation's own privacy notice; empty: the built-in page /privacy. */
  privacyUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  retentionYears: z.number().int().min(0).max(30),
  /** The picture freezes by itself while somebody draws. */
  autoFreeze: z.boolean(),
  /** Whether experts may ask technicians for zoom and light; settings from before it was there allow asking. */
  cameraControl: CameraControlPolicy.default('ask'),
  /** For those whose browser speaks none of ours. */
  language: z.enum(['en', 'de']).optional(),
  /** The administrator's first hour; missing where the organisation is older than it. */
  onboarding: Onboarding.optional(),
});
export type OrgSettings = z.infer<typeof OrgSettings>;

/** GET /api/me */
export const Me = z.object({
  principal: Principal,
  email: z.string().optional(),
  org: OrgSettings.extend({ id: OrgId, demo: z.boolean() }),
});
export type Me = z.infer<typeof Me>;

/** GET /api/people */
export const PersonView = z.object({
  id: PersonId,
  version: z.number().int(),
  name: PersonName,
  email: z.string(),
  role: Role,
  /** `invited`: has not used the activation link yet. */
  state: z.enum(['invited', 'active', 'deactivated']),
  createdAt: z.number().int(),
  lastSignInAt: z.number().int().optional(),
});
export type PersonView = z.infer<typeof PersonView>;
export const PeopleList = z.object({ people: z.array(PersonView) });

/** POST /api/people: invites; the answer carries the one-time link to hand over. */
export const InvitePersonData = z.object({ name: PersonName, email: Email, role: Role });
export const InvitedPerson = z.object({ person: PersonView, link: z.string(), expiresAt: z.number().int() });

/** PATCH /api/people/:id */
export const PatchPersonData = z.object({
  version: z.number().int(),
  name: PersonName.optional(),
  role: Role.optional(),
  active: z.boolean().optional(),
});

/** POST /api/people/:id/link: a new activation link, also the way to a forgotten password. */
export const NewLink = z.object({ link: z.string(), expiresAt: z.number().int() });

/** POST /api/activation/preview */
export const ActivationPreviewData = z.object({ token: LinkToken });
export const ActivationPreview = z.object({ orgName: z.string(), name: z.string(), email: z.string() });
/** POST /api/activation: sets the password and signs in. */
export const ActivateData = z.object({ token: LinkToken, password: Password });

export const GroupView = z.object({
  id: GroupId,
  version: z.number().int(),
  name: z.string(),
  members: z.array(z.object({ id: PersonId, name: PersonName, online: z.boolean() })),
});
export type GroupView = z.infer<typeof GroupView>;
/** GET /api/groups */
export const GroupList = z.object({ groups: z.array(GroupView) });
const GroupName = z.string().trim().min(1).max(80);
/** POST /api/groups: the id is the client's. POST /api/groups/:id/remove takes it away. */
export const CreateGroupData = z.object({
  id: GroupId,
  name: GroupName,
  memberIds: z.array(PersonId).max(200).default([]),
});
/** PATCH /api/groups/:id */
export const PatchGroupData = z.object({
  version: z.number().int(),
  name: GroupName.optional(),
  memberIds: z.array(PersonId).max(200).optional(),
});

/** PATCH /api/org */
// A default would come back with every patch that does not name it.
export const PatchOrgData = OrgSettings.omit({ onboarding: true })
  .partial()
  .extend({ cameraControl: CameraControlPolicy.optional() });

/** GET /api/audit */
export const AuditEventView = z.object({
  id: z.uuid(),
  at: z.number().int(),
  actorName: z.string(),
  action: z.string(),
  target: z.string().optional(),
  detail: z.string().optional(),
});
export const AuditList = z.object({ events: z.array(AuditEventView), next: z.string().optional() });
