import * as z from 'zod';
import {
  Author,
  CaseId,
  CaseStatus,
  EntryId,
  EntryView,
  GuestId,
  InvitationId,
  LayerOp,
  LayerState,
  LiveSessionView,
  MessageText,
  PersonName,
  SessionId,
  SnapshotId,
  SnapshotView,
  Visibility,
} from '../protocol/index.ts';
import { LinkToken } from './accounts.ts';

export const CaseTitle = z.string().trim().min(1).max(160);
const shortText = z.string().trim().max(120);

export const CaseView = z.object({
  id: CaseId,
  /** Counts up per organisation, from 1. */
  number: z.number().int(),
  version: z.number().int(),
  title: CaseTitle,
  status: CaseStatus,
  asset: z.string(),
  customer: z.string(),
  createdBy: Author,
  createdAt: z.number().int(),
  /** When anything last happened in it; lists are sorted by it. */
  activeAt: z.number().int(),
  members: z.array(Author),
  /** Present while a session runs. */
  live: LiveSessionView.optional(),
  demo: z.boolean(),
  /** Of a test call: nothing real was shown. */
  test: z.boolean().optional(),
});
export type CaseView = z.infer<typeof CaseView>;

/** GET /api/cases: newest activity first, keyset paging by `cursor`. A number in `q` finds that case. */
export const ListCasesQuery = z.object({
  q: z.string().trim().max(120).optional(),
  status: z.enum(['open', 'all', ...CaseStatus.options]).default('all'),
  /** Only those the asker takes part in. */
  mine: z.stringbool().default(false),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListCasesQuery = z.infer<typeof ListCasesQuery>;
export const CaseList = z.object({ cases: z.array(CaseView), next: z.string().optional() });

/** POST /api/cases: the id is the client's, so that a repeated request makes one case. */
export const CreateCaseData = z.object({
  id: CaseId,
  title: CaseTitle,
  asset: shortText.default(''),
  customer: shortText.default(''),
  test: z.literal(true).optional(),
});

/** PATCH /api/cases/:id */
export const PatchCaseData = z.object({
  version: z.number().int(),
  title: CaseTitle.optional(),
  status: CaseStatus.optional(),
  asset: shortText.optional(),
  customer: shortText.optional(),
});

/** GET /api/cases/:id/entries */
export const ListEntriesQuery = z.object({
  after: z.coerce.number().int().min(0).optional(),
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
/** Ascending by `seq`. */
export const EntryList = z.object({ entries: z.array(EntryView), headSeq: z.number().int() });

/** POST /api/cases/:id/entries: a message from the case page. */
export const AppendMessageData = z.object({
  id: EntryId,
  text: MessageText,
  visibility: Visibility,
  clientAt: z.number().int(),
});

/** GET /api/cases/:id/snapshots */
export const SnapshotList = z.object({ snapshots: z.array(SnapshotView) });

/** GET /api/snapshots/:id/layer */
export const SnapshotLayer = z.object({ snapshot: SnapshotView, layer: LayerState });

/** POST /api/snapshots/:id/layer: drawing on a snapshot outside a session. */
export const AppendLayerOpData = LayerOp;
export const AppendedLayerOp = z.object({ seq: z.number().int() });

/**
 * A snapshot's pictures over HTTP. `annotated` is burned by the server from the same vectors.
 * `original` and `annotated` take `?download=1`.
 */
export const snapshotPicture = (
  id: SnapshotId,
  variant: 'thumbnail' | 'preview' | 'original' | 'annotated',
) => `/api/snapshots/${id}/${variant}`;

export const InvitationUse = z.enum(['single', 'many']);

export const InvitationView = z.object({
  id: InvitationId,
  caseId: CaseId,
  use: InvitationUse,
  createdBy: Author,
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
  state: z.enum(['open', 'used', 'expired', 'revoked']),
  guests: z.array(z.object({ id: GuestId, name: PersonName })),
});
export type InvitationView = z.infer<typeof InvitationView>;
export const InvitationList = z.object({ invitations: z.array(InvitationView) });

/** POST /api/cases/:id/invitations */
export const CreateInvitationData = z.object({
  id: InvitationId,
  use: InvitationUse,
  /** Minutes until it cannot be redeemed any more; 30 days at most. */
  minutes: z.number().int().min(5).max(43_200),
});
/** `link` carries the token in its fragment; it is shown once and stored hashed. */
export const CreatedInvitation = z.object({ invitation: InvitationView, link: z.string() });

/** POST /api/invitations/preview: what a guest reads before joining. Uses nothing up. */
export const InvitationPreviewData = z.object({ token: LinkToken });
export const InvitationPreview = z.object({
  orgName: z.string(),
  inviter: z.string(),
  caseTitle: z.string(),
  asset: z.string(),
  responsible: z.string(),
  contact: z.string(),
  retentionYears: z.number().int(),
  privacyUrl: z.string(),
  expiresAt: z.number().int(),
  /** This device redeemed it before under this name; it is not asked for again. */
  knownAs: PersonName.optional(),
});
export type InvitationPreview = z.infer<typeof InvitationPreview>;

/** POST /api/invitations/redeem: sets the guest's cookie. */
export const RedeemInvitationData = z.object({ token: LinkToken, name: PersonName });
export const RedeemedInvitation = z.object({
  guestId: GuestId,
  name: PersonName,
  caseId: CaseId,
  caseNumber: z.number().int(),
  caseTitle: z.string(),
  orgName: z.string(),
});
export type RedeemedInvitation = z.infer<typeof RedeemedInvitation>;

/** GET /api/cases/:id/sessions */
export const SessionView = z.object({
  id: SessionId,
  startedAt: z.number().int(),
  endedAt: z.number().int().optional(),
  people: z.array(z.string()),
});
export const SessionList = z.object({ sessions: z.array(SessionView) });
