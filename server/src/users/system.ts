import * as z from 'zod';
import type { OrgId, Principal } from '@fernblick/shared/protocol';
import { PersonName } from '@fernblick/shared/protocol';

const id = z.uuid().parse('00000000-0000-7000-8000-000000000000');
const name = PersonName.parse('Fernblick');

/** The server itself, where nobody is signed in yet. */
export const systemOf = (orgId: OrgId): Principal => ({ kind: 'system', id, orgId, name });
