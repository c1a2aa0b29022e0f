import { FernblickError } from '@fernblick/shared/protocol';
import { newToken, sha256 } from '../secrets.ts';
import type { LinkDoc } from '../store/documents.ts';
import type { Fresh, Store } from '../store/Store.ts';

/**
 * Makes a one-time link, or a new one in the place of an older with the same id, which then works no more.
 * @returns the token; the store has only its hash
 */
export async function renewLink(
  store: Store,
  link: Omit<Fresh<LinkDoc>, 'tokenHash' | 'usedAt'>,
): Promise<string> {
  const token = newToken();
  const tokenHash = sha256(token);
  if (!(await store.links.get(link.id))) {
    try {
      await store.links.create({ ...link, tokenHash });
      return token;
    } catch (error) {
      // Somebody made the first one at the same time; the later one counts.
      if (!(error instanceof FernblickError && error.code === 'ID_CONFLICT')) throw error;
    }
  }
  const { createdAt, expiresAt } = link;
  await store.links.update(link.id, () => ({ changes: { tokenHash, createdAt, expiresAt, usedAt: null } }));
  return token;
}

/** The link, if it could be used now. @throws LINK_INVALID */
export async function findLink(
  store: Store,
  token: string,
  purpose: LinkDoc['purpose'],
  now: number,
): Promise<LinkDoc> {
  const link = await store.links.byTokenHash(sha256(token));
  if (!link || link.purpose !== purpose || link.usedAt !== undefined || link.expiresAt <= now) {
    throw new FernblickError('LINK_INVALID');
  }
  return link;
}

/**
 * Uses a link up for what `use` does. When that fails, the link can be used again.
 * @throws LINK_INVALID for all but one of those who come with it
 */
export async function useLink<Result>(
  store: Store,
  token: string,
  purpose: LinkDoc['purpose'],
  now: number,
  use: (link: LinkDoc) => Promise<Result>,
): Promise<Result> {
  const link = await store.links.consume(sha256(token), purpose, now);
  if (!link) throw new FernblickError('LINK_INVALID');
  try {
    return await use(link);
  } catch (error) {
    await store.links.update(link.id, (stored) =>
      stored.tokenHash === link.tokenHash ? { changes: { usedAt: null } } : undefined,
    );
    throw error;
  }
}

/** Makes an unused link worthless, if there is one. */
export async function dropLink(store: Store, id: string): Promise<void> {
  if (!(await store.links.get(id))) return;
  await store.links.update(id, ({ usedAt, createdAt }) =>
    usedAt === undefined ? { changes: { usedAt: createdAt } } : undefined,
  );
}
