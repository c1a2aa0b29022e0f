import type { PersonView } from '@fernblick/shared/api';
import type { Principal } from '@fernblick/shared/protocol';
import type { PersonDoc } from '../store/documents.ts';

/** A person as admins and colleagues see them. */
export function viewPerson(doc: PersonDoc): PersonView {
  const { id, version, name, email, role, state, createdAt, lastSignInAt } = doc;
  return {
    id,
    version,
    name,
    email,
    role,
    state,
    createdAt,
    ...(lastSignInAt !== undefined && { lastSignInAt }),
  };
}

export const principalOf = ({ id, orgId, name, role }: PersonDoc): Principal => ({
  kind: 'person',
  id,
  orgId,
  name,
  role,
});
