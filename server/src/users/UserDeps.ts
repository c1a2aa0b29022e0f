import type { CaseNews } from '../cases/CaseNews.ts';
import type { Store } from '../store/Store.ts';
import type { Authenticator } from './Authenticator.ts';

/** What accounts, people and invitations are built upon. */
export interface UserDeps {
  store: Store;
  authenticator: Authenticator;
  /** Links begin with it; no slash at the end. */
  publicUrl: string;
  presence: {
    /** Whether the person has a desk open. */
    isOnline(personId: string): boolean;
  };
  access: {
    /** Ends sockets and live parts of a person or guest at once. */
    expel(principalId: string): void | Promise<void>;
  };
  news: CaseNews;
  log: { warn(about: object, message: string): void };
  /** UTC milliseconds; tests set it. */
  now?: () => number;
}
