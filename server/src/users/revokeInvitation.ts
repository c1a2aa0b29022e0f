import { authorOf, EntryId, newId, type Principal } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import { appendEntry } from '../cases/appendEntry.ts';
import type { InvitationDoc } from '../store/documents.ts';
import type { UserDeps } from './UserDeps.ts';

/** Ends an invitation and all its guests' access at once. May be done again: then it only ends what is left. */
export async function revokeInvitation(
  { store, news, access, now = Date.now }: Pick<UserDeps, 'store' | 'news' | 'access' | 'now'>,
  principal: Principal,
  { id, orgId, caseId, revokedAt: before }: InvitationDoc,
): Promise<InvitationDoc> {
  const revokedAt = now();
  const invitation = await store.invitations.update(id, (doc) =>
    doc.revokedAt === undefined
      ? {
          changes: { revokedAt },
          events: [auditEvent(principal, 'invitation.revoke', { caseId, target: id })],
        }
      : undefined,
  );
  for (const { id: guestId } of await store.guests.listByInvitation(id)) {
    await store.guests.update(guestId, (guest) =>
      guest.revokedAt === undefined ? { changes: { revokedAt } } : undefined,
    );
  }
  for (const { guestId } of invitation.redeemed) await access.expel(guestId);
  if (before === undefined) {
    await appendEntry(store, news, {
      id: newId(EntryId),
      orgId,
      caseId,
      visibility: 'internal',
      author: authorOf(principal),
      clientAt: revokedAt,
      body: { kind: 'invitation', invitationId: id, change: 'revoked' },
    });
  }
  return invitation;
}
