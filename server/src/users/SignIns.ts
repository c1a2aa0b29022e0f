import { APIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { FernblickError, newId, PersonId } from '@fernblick/shared/protocol';
import * as z from 'zod';
import type { AccountWhere, Store } from '../store/Store.ts';
import { accountAdapter } from './accountAdapter.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

/** Somebody who does not come back for so long signs in again. Seconds. */
const EXPIRES_IN = 14 * 24 * 3_600;
/** A sign-in in use is prolonged this often. Seconds. */
const PROLONGED_EVERY = 24 * 3_600;

/**
 * Passwords and sign-ins, kept by better-auth over the store's account records.
 *
 * Its functions are called from our own routes; its HTTP handler, its rate limit and its e-mails are not used.
 * A person's row in its `user` table has the person's id. The cookie carries the sign-in's token with an HMAC of
 * the server's secret, so that a copy of the database alone signs nobody in.
 */
export class SignIns {
  readonly #store: Store;
  readonly #auth: ReturnType<typeof createAuth>;

  constructor(options: SignInOptions) {
    this.#store = options.store;
    this.#auth = createAuth(options);
  }

  /**
   * Checks the password and begins a new sign-in. Takes the same time for an address that nobody has.
   * @returns what the Set-Cookie headers say; undefined if address or password are wrong
   */
  async signIn(email: string, password: string): Promise<string[] | undefined> {
    try {
      const { headers, response } = await this.#auth.api.signInEmail({
        body: { email, password },
        returnHeaders: true,
      });
      await this.#removeExpired(response.user.id);
      return headers.getSetCookie();
    } catch (error) {
      if (error instanceof APIError && error.status === 'UNAUTHORIZED') return undefined;
      throw causeOf(error);
    }
  }

  /** Works as hard as a real check, for somebody who must not sign in. */
  async pretend(password: string): Promise<void> {
    await hashPassword(password);
  }

  /** Whose sign-in a Cookie header carries. */
  async personId(cookieHeader: string): Promise<PersonId | undefined> {
    const { response } = await this.#session(cookieHeader, true);
    return response ? PersonId.parse(response.user.id) : undefined;
  }

  /** Set-Cookie headers that prolong a sign-in which is in use; mostly none. */
  async prolong(cookieHeader: string): Promise<string[]> {
    const { headers } = await this.#session(cookieHeader, false);
    return headers.getSetCookie();
  }

  /**
   * @returns Set-Cookie headers that take the cookie away
   * @throws STORE_UNAVAILABLE if the sign-in is still there, which the library only logs
   */
  async signOut(cookieHeader: string): Promise<string[]> {
    try {
      const { headers } = await this.#auth.api.signOut({
        headers: new Headers({ cookie: cookieHeader }),
        returnHeaders: true,
      });
      if (await this.personId(cookieHeader)) throw new FernblickError('STORE_UNAVAILABLE');
      return headers.getSetCookie();
    } catch (error) {
      throw causeOf(error);
    }
  }

  /** Ends all of a person's sign-ins, on every device. */
  async endAll(personId: PersonId): Promise<void> {
    await this.#store.accounts.remove('signIn', [is('userId', personId)]);
  }

  async hasPassword(personId: PersonId): Promise<boolean> {
    return (await this.#store.accounts.count('account', ofPassword(personId))) > 0;
  }

  /** Sets the first or another password; may be repeated. Sign-ins stay: the caller ends them. */
  async setPassword(person: { id: PersonId; email: string; name: string }, password: string): Promise<void> {
    const { accounts } = this.#store;
    const hash = await hashPassword(password);
    const now = new Date();
    const { id, email, name } = person;
    const user = { email, name, updatedAt: now };
    if ((await accounts.update('user', [is('id', id)], user)).length === 0) {
      await accounts.create('user', { ...user, id, emailVerified: true, image: null, createdAt: now });
    }
    const changes = { password: hash, updatedAt: now };
    if ((await accounts.update('account', ofPassword(id), changes)).length === 0) {
      // The person's own id: of two at the same time one makes it, and the other is told so.
      const account = { id, userId: id, accountId: id, providerId: 'credential', createdAt: now };
      await accounts.create('account', { ...account, ...changes });
    }
  }

  async #removeExpired(personId: string): Promise<void> {
    const expired = { field: 'expiresAt', operator: 'lt', value: new Date(), connector: 'AND' } as const;
    await this.#store.accounts.remove('signIn', [is('userId', personId), expired]);
  }

  async #session(cookieHeader: string, disableRefresh: boolean) {
    try {
      return await this.#auth.api.getSession({
        headers: new Headers({ cookie: cookieHeader }),
        query: { disableRefresh },
        returnHeaders: true,
      });
    } catch (error) {
      throw causeOf(error);
    }
  }
}

export interface SignInOptions {
  store: Store;
  /** See `readAuthSecret`. */
  secret: string;
  publicUrl: string;
  log: { error(message: string): void };
}

function createAuth({ store, secret, publicUrl, log }: SignInOptions) {
  return betterAuth({
    appName: 'Fernblick',
    baseURL: publicUrl,
    secret,
    database: accountAdapter(store.accounts),
    session: { modelName: 'signIn', expiresIn: EXPIRES_IN, updateAge: PROLONGED_EVERY },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 1,
      maxPasswordLength: 200,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => log.error(message) },
    advanced: {
      cookiePrefix: 'fernblick',
      useSecureCookies: publicUrl.startsWith('https:'),
      database: { generateId: () => newId(z.uuid()) },
    },
  });
}

const is = (field: string, value: string): AccountWhere => ({
  field,
  operator: 'eq',
  value,
  connector: 'AND',
});

const ofPassword = (personId: PersonId) => [is('userId', personId), is('providerId', 'credential')];

/** The library wraps what our store says; a store out of reach must not look like a wrong password. */
function causeOf(error: unknown): unknown {
  return error instanceof APIError && error.cause instanceof FernblickError ? error.cause : error;
}
