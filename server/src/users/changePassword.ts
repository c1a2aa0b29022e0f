import type * as z from 'zod';
import type { ChangePasswordData } from '@fernblick/shared/api';
import { FernblickError, type PersonId } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import { checkPassword } from './passwords.ts';
import { principalOf } from './people.ts';
import { signIn, type SignInLimits } from './signIn.ts';
import type { UserDeps } from './UserDeps.ts';

/**
 * Sets another password for somebody who knows the present one. Every other device has to sign in again; the caller
 * ends the person's sockets when the answer with the new sign-in is out, so that this device comes back with it.
 * @returns Set-Cookie headers of this device's new sign-in
 * @throws SIGN_IN_FAILED if the present one is wrong, TOO_FAST, PASSWORD_WEAK
 */
export async function changePassword(
  deps: Pick<UserDeps, 'store' | 'authenticator' | 'now'>,
  limits: SignInLimits,
  id: PersonId,
  { current, password, ip }: z.infer<typeof ChangePasswordData> & { ip: string },
): Promise<string[]> {
  const { store, authenticator } = deps;
  const person = await store.people.get(id);
  if (!person) throw new FernblickError('NOT_SIGNED_IN');
  checkPassword(password, person);
  await signIn(deps, limits, { email: person.email, password: current, ip });
  await authenticator.signIns.setPassword(person, password);
  await authenticator.signIns.endAll(id);
  await store.audit.append([auditEvent(principalOf(person), 'person.changePassword', { target: id })]);
  const { setCookies } = await signIn(deps, limits, { email: person.email, password, ip });
  return setCookies;
}
