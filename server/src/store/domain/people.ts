import type { GroupId, OrgId, PersonId } from '@fernblick/shared/protocol';
import { GroupDoc, LinkDoc, OrgDoc, PersonDoc } from '../documents.ts';
import { eq } from '../engine/DocumentEngine.ts';
import { conflict, untilDone, type StoreContext } from './context.ts';
import { DocumentCollection } from './DocumentCollection.ts';

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'de');

export class Orgs extends DocumentCollection<OrgId, OrgDoc> {
  constructor(context: StoreContext) {
    super(context, { name: 'orgs', schema: OrgDoc, stamps: ['createdAt'] });
  }

  async first(): Promise<OrgDoc | undefined> {
    const sort = { fields: ['createdAt', 'id'], direction: 'asc' } as const;
    return (await this.find({ where: [], sort, limit: 1 }))[0];
  }
}

export class People extends DocumentCollection<PersonId, PersonDoc> {
  constructor(context: StoreContext) {
    super(context, { name: 'people', schema: PersonDoc, stamps: ['createdAt'], taken: 'EMAIL_TAKEN' });
  }

  byEmail(email: string): Promise<PersonDoc | undefined> {
    return this.findBy('email', email.trim().toLowerCase());
  }

  async list(orgId: OrgId): Promise<PersonDoc[]> {
    return (await this.find({ where: [eq('orgId', orgId)] })).sort(byName);
  }
}

export class Groups extends DocumentCollection<GroupId, GroupDoc> {
  constructor(context: StoreContext) {
    super(context, { name: 'groups', schema: GroupDoc, stamps: ['createdAt'] });
  }

  async list(orgId: OrgId): Promise<GroupDoc[]> {
    const found = await this.find({ where: [eq('orgId', orgId)] });
    return found.filter(({ removedAt }) => removedAt === undefined).sort(byName);
  }
}

export class Links extends DocumentCollection<string, LinkDoc> {
  constructor(context: StoreContext) {
    super(context, { name: 'links', schema: LinkDoc, stamps: ['createdAt', 'expiresAt'] });
  }

  byTokenHash(hash: string): Promise<LinkDoc | undefined> {
    return this.findBy('tokenHash', hash);
  }

  consume(hash: string, purpose: LinkDoc['purpose'], now: number): Promise<LinkDoc | undefined> {
    return untilDone(async () => {
      const [stored] = await this.findStored({ where: [eq('tokenHash', hash)], limit: 1 });
      if (!stored) return undefined;
      const { doc } = stored;
      if (doc.purpose !== purpose || doc.usedAt !== undefined || doc.expiresAt <= now) return undefined;
      const used = { ...doc, usedAt: now, version: doc.version + 1 };
      return (await this.replace({ ...stored, doc: used })) ? used : conflict;
    });
  }
}
