import { createHmac } from 'node:crypto';
import type { Author, Principal } from '@fernblick/shared/protocol';
import { EntryId, FernblickError, GuestId, newId } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import { addMember } from '../cases/addMember.ts';
import { appendEntry } from '../cases/appendEntry.ts';
import { sha256 } from '../secrets.ts';
import type { GuestDoc, InvitationDoc } from '../store/documents.ts';
import type { Store } from '../store/Store.ts';
import type { UserDeps } from './UserDeps.ts';

/** A guest stays a guest for so long after the invitation has run out: a visit may begin in its last minute. */
const GUEST_STAYS_MS = 12 * 3_600_000;
/** Devices that one invitation for many takes; more are no visit, and the document must not grow without end. */
const MAX_DEVICES = { single: 1, many: 200 };

/** The device's own record in an invitation, if it has redeemed it. */
export const redeemedBy = ({ redeemed }: InvitationDoc, deviceSecret: string | undefined) =>
  deviceSecret === undefined
    ? undefined
    : redeemed.find(({ deviceHash }) => deviceHash === sha256(deviceSecret));

/** When the guest's access ends. */
const guestUntil = ({ expiresAt }: InvitationDoc) => expiresAt + GUEST_STAYS_MS;

/**
 * The invitation of a link, if this device may redeem it. A device that did so before may come back while the
 * guest's access lasts. Uses nothing up.
 * @throws INVITATION_INVALID, INVITATION_REVOKED, INVITATION_EXPIRED, INVITATION_USED
 */
export async function openInvitation(
  store: Store,
  token: string,
  deviceSecret: string | undefined,
  now: number,
): Promise<InvitationDoc> {
  const invitation = await store.invitations.byTokenHash(sha256(token));
  if (!invitation) throw new FernblickError('INVITATION_INVALID');
  checkOpen(invitation, deviceSecret, now);
  return invitation;
}

function checkOpen(doc: InvitationDoc, deviceSecret: string | undefined, now: number): void {
  if (doc.revokedAt !== undefined) throw new FernblickError('INVITATION_REVOKED');
  const known = redeemedBy(doc, deviceSecret) !== undefined;
  if (!known && doc.redeemed.length >= MAX_DEVICES[doc.use]) throw new FernblickError('INVITATION_USED');
  if (now >= (known ? guestUntil(doc) : doc.expiresAt)) throw new FernblickError('INVITATION_EXPIRED');
}

/**
 * Makes this device a guest of the case, or finds the guest that it is already. A single-use invitation binds to the
 * device that is first in the store, however many come at once. Broken off, it can be done again.
 * @returns the guest and the secret for its cookie. The secret is derived from the device's, which is random: the
 * same device always has the same one, so that answers which cross each other do no harm.
 * @throws as `openInvitation`
 */
export async function redeemInvitation(
  { store, news, now = Date.now }: Pick<UserDeps, 'store' | 'news' | 'now'>,
  { token, name, deviceSecret }: { token: string; name: string; deviceSecret: string },
): Promise<{ guest: GuestDoc; guestSecret: string }> {
  const { id } = await openInvitation(store, token, deviceSecret, now());
  const guestId = newId(GuestId);
  const invitation = await store.invitations.update(id, (doc) => {
    checkOpen(doc, deviceSecret, now());
    if (redeemedBy(doc, deviceSecret)) return undefined;
    const { orgId, caseId } = doc;
    const guest: Principal = { kind: 'guest', id: guestId, orgId, name, caseIds: [caseId] };
    const record = { guestId, name, deviceHash: sha256(deviceSecret), at: now() };
    return {
      changes: { redeemed: [...doc.redeemed, record] },
      events: [auditEvent(guest, 'invitation.redeem', { caseId, target: id })],
    };
  });
  const record = redeemedBy(invitation, deviceSecret);
  if (!record) throw new FernblickError('INVITATION_INVALID');

  const guestSecret = createHmac('sha256', deviceSecret).update(id).digest('base64url');
  const guest = await store.guests.create({
    id: record.guestId,
    orgId: invitation.orgId,
    name: record.name,
    caseId: invitation.caseId,
    invitationId: id,
    tokenHash: sha256(guestSecret),
    createdAt: record.at,
    expiresAt: guestUntil(invitation),
  });
  await enterCase({ store, news }, guest);
  return { guest, guestSecret };
}

async function enterCase({ store, news }: Pick<UserDeps, 'store' | 'news'>, guest: GuestDoc): Promise<void> {
  const { id, name, caseId, orgId, invitationId, createdAt } = guest;
  const author: Author = { kind: 'guest', id, name };
  const before = await store.cases.get(caseId);
  const about = await addMember(store, caseId, author);
  if (about.version !== before?.version) news.caseChanged(about);
  await appendEntry(store, news, {
    // The guest's own id: a device that comes back makes no second entry.
    id: EntryId.parse(id),
    orgId,
    caseId,
    visibility: 'internal',
    author,
    clientAt: createdAt,
    body: { kind: 'invitation', invitationId, change: 'redeemed', guestName: name },
  });
}
