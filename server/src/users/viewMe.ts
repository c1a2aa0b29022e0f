import type { Me } from '@fernblick/shared/api';
import { FernblickError, type Principal } from '@fernblick/shared/protocol';
import type { Store } from '../store/Store.ts';

/** What a page needs of the one who looks at it. */
export async function viewMe(store: Store, principal: Principal): Promise<Me> {
  const org = await store.orgs.get(principal.orgId);
  if (!org) throw new FernblickError('NOT_SIGNED_IN');
  const person = principal.kind === 'person' ? await store.people.get(principal.id) : undefined;
  return {
    principal,
    ...(person && { email: person.email }),
    org: { ...org.settings, id: org.id, demo: org.demo },
  };
}
