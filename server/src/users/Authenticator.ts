import type { Principal } from '@fernblick/shared/protocol';
import { sha256 } from '../secrets.ts';
import type { Store } from '../store/Store.ts';
import { GUEST_COOKIE, readCookie } from './cookies.ts';
import { SignIns, type SignInOptions } from './SignIns.ts';

/**
 * Says who asks, from the cookies of a request or of a socket's upgrade. Asks the store every time: who was
 * deactivated, revoked or given another role is seen so at once.
 */
export class Authenticator {
  readonly signIns: SignIns;
  readonly #store: Store;
  readonly #now: () => number;

  /** @param options `now`: UTC milliseconds */
  constructor(options: SignInOptions & { now?: () => number }) {
    this.#store = options.store;
    this.#now = options.now ?? Date.now;
    this.signIns = new SignIns(options);
  }

  /** The person signed in on this device, if they are active. */
  async person(cookieHeader: string | undefined): Promise<Principal | undefined> {
    if (!cookieHeader) return undefined;
    const personId = await this.signIns.personId(cookieHeader);
    const person = personId && (await this.#store.people.get(personId));
    if (person?.state !== 'active') return undefined;
    const { id, orgId, name, role } = person;
    return { kind: 'person', id, orgId, name, role };
  }

  /** The guest whose secret this device has, while guest and invitation hold. */
  async guest(cookieHeader: string | undefined): Promise<Principal | undefined> {
    const token = readCookie(cookieHeader, GUEST_COOKIE);
    const guest = token && (await this.#store.guests.byTokenHash(sha256(token)));
    if (!guest || guest.revokedAt !== undefined || guest.expiresAt <= this.#now()) return undefined;
    // Revoking is one write to the invitation; a guest that was just being made is caught by it, too.
    const invitation = await this.#store.invitations.get(guest.invitationId);
    if (!invitation || invitation.revokedAt !== undefined) return undefined;
    const { id, orgId, name, caseId } = guest;
    return { kind: 'guest', id, orgId, name, caseIds: [caseId] };
  }
}
