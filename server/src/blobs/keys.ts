import { randomBytes } from 'node:crypto';
import { FernblickError } from '@fernblick/shared/protocol';
import type { ByteRange } from './BlobStore.ts';

const KEY = /^([0-9a-f-]{36})\/([0-9a-f]{2})([0-9a-f]{30})$/;

/** A new random key: organisation, slash, 32 hexadecimal digits. */
export function newKey(orgId: string): string {
  const key = `${orgId}/${randomBytes(16).toString('hex')}`;
  if (!KEY.test(key)) throw new TypeError('not the id of an organisation');
  return key;
}

/** The parts of a key; undefined for anything else, which therefore never reaches a path. */
export function partsOfKey(key: string): [orgId: string, folder: string, name: string] | undefined {
  const [, orgId, folder, name] = KEY.exec(key) ?? [];
  return orgId && folder && name ? [orgId, folder, name] : undefined;
}

export const notFound = (): FernblickError => new FernblickError('NOT_FOUND', 'no such blob');

/** @throws `BAD_DATA` unless the range lies within `size` bytes */
export function requireRange({ start, end }: ByteRange, size: number): void {
  const whole = Number.isInteger(start) && Number.isInteger(end);
  if (!whole || start < 0 || end < start || end >= size) throw new FernblickError('BAD_DATA', 'not a range');
}
