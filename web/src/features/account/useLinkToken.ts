import { LinkToken } from '@fernblick/shared/api';
import { useRoute } from 'vue-router';

/** The token in the address's fragment, which never reaches a server's log; undefined when it is none. */
export function useLinkToken(): string | undefined {
  const parsed = LinkToken.safeParse(useRoute().hash.slice(1));
  return parsed.success ? parsed.data : undefined;
}
