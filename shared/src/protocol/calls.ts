import * as z from 'zod';
import { CaseId, CallTaskId, GroupId, OfferId, SessionId } from './ids.ts';
import { Author, PersonName, Role } from './principals.ts';

/** A few words that go along with a call, a refusal or a hand-over. */
export const CallWord = z.string().trim().min(1).max(200);

/**
 * Why a call that rang a group rings no more. `nobodyOnline`: nobody of the group has a desk open;
 * `nobodyOnCall`: the group has no one.
 */
export const CallStopReason = z.enum(['cancelled', 'noAnswer', 'declined', 'nobodyOnline', 'nobodyOnCall']);
export type CallStopReason = z.infer<typeof CallStopReason>;

/** Somebody who can be called by name. */
export const CallTarget = z.object({ kind: z.enum(['person', 'guest']), id: z.uuid() });
export type CallTarget = z.infer<typeof CallTarget>;

/**
 * `call`: somebody of the case is rung by an expert. `bringIn`: a colleague is rung into the running call.
 * `handOver`: a colleague shall take the call; whoever hands over leaves when they are in.
 */
export const OfferKind = z.enum(['call', 'bringIn', 'handOver']);
export type OfferKind = z.infer<typeof OfferKind>;

/** A call that rings for one person; who joins the session while it is open has accepted it. */
export const CallOffer = z.object({
  id: OfferId,
  kind: OfferKind,
  sessionId: SessionId,
  caseId: CaseId,
  caseNumber: z.number().int(),
  caseTitle: z.string(),
  asset: z.string().optional(),
  customer: z.string().optional(),
  by: Author,
  to: Author,
  /** Without video no camera is opened until its owner turns it on. */
  video: z.boolean(),
  word: CallWord.optional(),
  since: z.number().int(),
  /** Since when the call runs, and with whom; for a hand-over. */
  sessionSince: z.number().int(),
  people: z.array(z.string()),
});
export type CallOffer = z.infer<typeof CallOffer>;

/** What became of an offer. `offline`: the colleague's desk was closed, or is not there any more. */
export const OfferOutcome = z.enum(['joined', 'declined', 'noAnswer', 'withdrawn', 'offline']);
export type OfferOutcome = z.infer<typeof OfferOutcome>;

/** Somebody who may be called into a case's session, and whether a page of theirs is open. */
export const Reachable = z.object({
  target: CallTarget,
  name: PersonName,
  role: z.union([Role, z.literal('guest')]),
  /** Takes part in the case. */
  member: z.boolean(),
  online: z.boolean(),
  /** In a call now. */
  busy: z.boolean(),
});
export type Reachable = z.infer<typeof Reachable>;

/** Something a call left to do: a call back that was asked for, or a missed call that somebody has not seen yet. */
export const CallTask = z.object({
  id: CallTaskId,
  kind: z.enum(['callBack', 'missed']),
  caseId: CaseId,
  caseNumber: z.number().int(),
  caseTitle: z.string(),
  asset: z.string().optional(),
  by: Author,
  groupId: GroupId.optional(),
  groupName: z.string().optional(),
  word: CallWord.optional(),
  video: z.boolean().optional(),
  at: z.number().int(),
});
export type CallTask = z.infer<typeof CallTask>;
