import { FernblickError, type Principal } from '@fernblick/shared/protocol';
import { auditEvent } from '../auditEvent.ts';
import type { PersonDoc } from '../store/documents.ts';
import { AttemptLimits } from './AttemptLimits.ts';
import { principalOf } from './people.ts';
import { systemOf } from './system.ts';
import type { UserDeps } from './UserDeps.ts';

const WINDOW_MS = 15 * 60_000;

/** Of a server: wrong passwords per account, and per address (wider: a company may share one). */
export interface SignInLimits {
  perAccount: AttemptLimits;
  perAddress: AttemptLimits;
}

export function signInLimits(now?: () => number): SignInLimits {
  const clock = now && { now };
  return {
    perAccount: new AttemptLimits({ max: 10, windowMs: WINDOW_MS, ...clock }),
    perAddress: new AttemptLimits({ max: 30, windowMs: WINDOW_MS, ...clock }),
  };
}

export interface SignedIn {
  principal: Principal;
  person: PersonDoc;
  setCookies: string[];
}

type SignInDeps = Pick<UserDeps, 'store' | 'authenticator' | 'now'>;

/**
 * Signs a person in: right password, and nobody stopped them.
 * Takes the same time whether somebody has the address or not.
 * @throws SIGN_IN_FAILED, TOO_FAST
 */
export async function signIn(
  deps: SignInDeps,
  limits: SignInLimits,
  asked: { email: string; password: string; ip: string },
): Promise<SignedIn> {
  const { email, password, ip } = asked;
  limits.perAddress.take(ip);
  limits.perAccount.take(email);
  const person = await deps.store.people.byEmail(email);
  const signIns = deps.authenticator.signIns;
  let setCookies: string[] | undefined;
  if (person?.state === 'active') setCookies = await signIns.signIn(email, password);
  else await signIns.pretend(password);
  if (!person || !setCookies) {
    await noteFailure(deps, person, email, ip);
    throw new FernblickError('SIGN_IN_FAILED');
  }
  limits.perAccount.forgive(email);
  limits.perAddress.forgive(ip);
  return { ...(await noteSignIn(deps, person)), setCookies };
}

async function noteSignIn({ store, now = Date.now }: SignInDeps, { id }: PersonDoc) {
  const person = await store.people.update(id, (doc) => ({
    changes: { lastSignInAt: now() },
    events: [auditEvent(principalOf(doc), 'person.signIn', { target: id })],
  }));
  return { person, principal: principalOf(person) };
}

/** The address that was tried is kept, the password never. */
async function noteFailure(
  { store }: SignInDeps,
  person: PersonDoc | undefined,
  email: string,
  ip: string,
): Promise<void> {
  const orgId = person?.orgId ?? (await store.orgs.first())?.id;
  if (!orgId) return;
  const about = { ...(person && { target: person.id }), detail: `${email} from ${ip}` };
  await store.audit.append([auditEvent(systemOf(orgId), 'person.signInFailed', about)]);
}
