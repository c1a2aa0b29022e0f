import type * as z from 'zod';
import type { CreateInvitationData, InvitationView } from '@fernblick/shared/api';
import { authorOf, EntryId, FernblickError, type Principal } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import { appendEntry } from '../cases/appendEntry.ts';
import { newToken, sha256 } from '../secrets.ts';
import type { CaseDoc, InvitationDoc } from '../store/documents.ts';
import type { UserDeps } from './UserDeps.ts';

/**
 * Makes a link that lets guests into one case. Asked again with the same id by the same person, whose first answer
 * was lost, it makes a new link for the same invitation, as long as nobody has used it.
 * @returns the link with its token in the fragment; the store has only the hash
 * @throws ID_CONFLICT
 */
export async function createInvitation(
  { store, news, publicUrl, now = Date.now }: Pick<UserDeps, 'store' | 'news' | 'publicUrl' | 'now'>,
  creator: Principal,
  about: CaseDoc,
  { id, use, minutes }: z.infer<typeof CreateInvitationData>,
): Promise<{ invitation: InvitationDoc; link: string }> {
  const token = newToken();
  const tokenHash = sha256(token);
  const createdAt = now();
  const expiresAt = createdAt + minutes * 60_000;
  let invitation: InvitationDoc;
  if (await store.invitations.get(id)) {
    invitation = await store.invitations.update(id, (doc) => {
      const same = doc.caseId === about.id && doc.createdBy.id === creator.id && doc.use === use;
      if (!same || doc.redeemed.length > 0 || doc.revokedAt !== undefined) {
        throw new FernblickError('ID_CONFLICT');
      }
      return { changes: { tokenHash, expiresAt } };
    });
  } else {
    const { id: caseId, orgId } = about;
    const createdBy = authorOf(creator);
    invitation = await store.invitations.create(
      { id, orgId, caseId, use, tokenHash, createdBy, createdAt, expiresAt, redeemed: [] },
      [auditEvent(creator, 'invitation.create', { caseId, target: id, detail: use })],
    );
  }
  await appendEntry(store, news, {
    // The invitation's own id: asked again, it is still one entry.
    id: EntryId.parse(id),
    orgId: invitation.orgId,
    caseId: invitation.caseId,
    visibility: 'internal',
    author: invitation.createdBy,
    clientAt: invitation.createdAt,
    body: { kind: 'invitation', invitationId: id, change: 'created' },
  });
  return { invitation, link: `${publicUrl}/t/#${token}` };
}

/** An invitation as the case's people see it. @param now UTC milliseconds */
export function viewInvitation(doc: InvitationDoc, now: number): InvitationView {
  const { id, caseId, use, createdBy, createdAt, expiresAt } = doc;
  const guests = doc.redeemed.map(({ guestId, name }) => ({ id: guestId, name }));
  return { id, caseId, use, createdBy, createdAt, expiresAt, state: stateOf(doc, now), guests };
}

function stateOf({ use, redeemed, expiresAt, revokedAt }: InvitationDoc, now: number) {
  if (revokedAt !== undefined) return 'revoked';
  if (use === 'single' && redeemed.length > 0) return 'used';
  return expiresAt <= now ? 'expired' : 'open';
}
