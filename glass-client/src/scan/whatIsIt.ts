import { LinkToken } from '@fernblick/shared/api';
import { CaseId } from '@fernblick/shared/protocol';

/** What a scanned code says. */
export type Scanned =
  | { kind: 'invitation'; token: string }
  | { kind: 'case'; caseId: CaseId }
  /** A link, but of somebody else's server: it is not followed. */
  | { kind: 'foreign'; host: string }
  | { kind: 'other'; text: string };

/** @param hosts of this server: as the page was loaded, and as its links are made */
export function whatIsIt(text: string, hosts: readonly string[]): Scanned {
  const link = linkOf(text);
  if (!link) return { kind: 'other', text };
  if (!hosts.includes(link.host)) return { kind: 'foreign', host: link.host };
  const token = LinkToken.safeParse(link.hash.slice(1)).data;
  if (/^\/t\/?$/.test(link.pathname) && token) return { kind: 'invitation', token };
  const caseId = CaseId.safeParse(/^\/cases\/([^/]+)/.exec(link.pathname)?.[1]).data;
  return caseId ? { kind: 'case', caseId } : { kind: 'other', text };
}

function linkOf(text: string): URL | undefined {
  try {
    const link = new URL(text.trim());
    return link.protocol === 'https:' || link.protocol === 'http:' ? link : undefined;
  } catch {
    return undefined;
  }
}
