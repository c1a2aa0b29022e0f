import type { CaseId, GuestId, InvitationId } from '@fernblick/shared/protocol';
import { GuestDoc, InvitationDoc } from '../documents.ts';
import { eq } from '../engine/DocumentEngine.ts';
import type { StoreContext } from './context.ts';
import { DocumentCollection } from './DocumentCollection.ts';

const oldestFirst = { fields: ['createdAt', 'id'], direction: 'asc' } as const;

export class Invitations extends DocumentCollection<InvitationId, InvitationDoc> {
  constructor(context: StoreContext) {
    super(context, { name: 'invitations', schema: InvitationDoc, stamps: ['createdAt', 'expiresAt'] });
  }

  byTokenHash(hash: string): Promise<InvitationDoc | undefined> {
    return this.findBy('tokenHash', hash);
  }

  listByCase(caseId: CaseId): Promise<InvitationDoc[]> {
    return this.find({ where: [eq('caseId', caseId)], sort: oldestFirst });
  }
}

export class Guests extends DocumentCollection<GuestId, GuestDoc> {
  constructor(context: StoreContext) {
    super(context, { name: 'guests', schema: GuestDoc, stamps: ['createdAt', 'expiresAt'] });
  }

  byTokenHash(hash: string): Promise<GuestDoc | undefined> {
    return this.findBy('tokenHash', hash);
  }

  listByInvitation(id: InvitationId): Promise<GuestDoc[]> {
    return this.find({ where: [eq('invitationId', id)], sort: oldestFirst });
  }
}
