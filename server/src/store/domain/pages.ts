import * as z from 'zod';
import { FernblickError } from '@fernblick/shared/protocol';
import type { Page } from '../Store.ts';

/** Place in a list that is sorted by a time and then by id. */
const Position = z.tuple([z.number(), z.string()]);
type Position = z.infer<typeof Position>;

/** @throws `BAD_DATA` for what is no cursor */
export function readCursor(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    return Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw new FernblickError('BAD_DATA', 'not a cursor');
  }
}

/** A page of `limit` items out of what was found when asking for one more. */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
  position: (item: Item) => Position,
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last !== undefined;
  return {
    items,
    next: more ? Buffer.from(JSON.stringify(position(last))).toString('base64url') : undefined,
  };
}
