import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BlobStore } from './BlobStore.ts';

export interface BlobHarness {
  blobs: BlobStore;
  /** How many pieces lie about that belong to no blob. */
  leftovers(): Promise<number>;
  remove(): Promise<void>;
}

/** What every blob store must keep. */
export function describeBlobs(makeHarness: () => Promise<BlobHarness>): void {
  describe('blobs', () => {
    let harness: BlobHarness;
    const orgId = randomUUID();
    beforeEach(async () => {
      harness = await makeHarness();
    });
    afterEach(() => harness.remove());

    test('give back what was put, whole and in parts', async () => {
      const { blobs } = harness;
      // More than two chunks of GridFS.
      const bytes = randomBytes(2_500_000);
      const parts = Readable.from([
        bytes.subarray(0, 7),
        bytes.subarray(7, 2_000_000),
        bytes.subarray(2_000_000),
      ]);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const expected = { sha256, size: bytes.length, mime: 'image/jpeg' };
      const streamed = await blobs.put(orgId, parts, 'image/jpeg');
      const whole = await blobs.put(orgId, bytes, 'image/jpeg');
      expect(streamed).toMatchObject(expected);
      expect(whole).toMatchObject(expected);
      expect(whole.key).not.toBe(streamed.key);
      expect(whole.key.startsWith(`${orgId}/`)).toBe(true);
      for (const { key } of [streamed, whole]) {
        expect(bytes.equals(await blobs.read(key))).toBe(true);
        for (const [start, end] of [
          [0, 0],
          [1_048_570, 1_048_580],
          [5, 2_200_000],
          [2_499_999, 2_499_999],
        ] as const) {
          const { size, stream } = await blobs.open(key, { start, end });
          expect(size).toBe(bytes.length);
          expect(bytes.subarray(start, end + 1).equals(await buffer(stream))).toBe(true);
        }
        const { stream } = await blobs.open(key);
        expect(bytes.equals(await buffer(stream))).toBe(true);
      }
    });

    test('may be empty', async () => {
      const { key, size } = await harness.blobs.put(orgId, Readable.from([]), 'text/plain');
      expect(size).toBe(0);
      expect(await harness.blobs.read(key)).toEqual(Buffer.alloc(0));
    });

    test('refuse parts that are not there', async () => {
      const { key } = await harness.blobs.put(orgId, Buffer.from('0123456789'), 'text/plain');
      for (const [start, end] of [
        [0, 10],
        [5, 4],
        [-1, 3],
        [0.5, 3],
      ] as const) {
        const asked = harness.blobs.open(key, { start, end });
        await expect(asked).rejects.toMatchObject({ code: 'BAD_DATA' });
      }
    });

    test('know only keys they gave, and reach nothing else', async () => {
      const { blobs } = harness;
      const unknown = `${orgId}/${'0'.repeat(32)}`;
      for (const key of [unknown, '', '../../../etc/passwd', `${orgId}/../../incoming`, `${unknown}\0`]) {
        await expect(blobs.open(key)).rejects.toMatchObject({ code: 'NOT_FOUND' });
        await expect(blobs.read(key)).rejects.toMatchObject({ code: 'NOT_FOUND' });
        await blobs.remove(key);
      }
      await expect(blobs.put('../elsewhere', Buffer.from('x'), 'text/plain')).rejects.toThrow(TypeError);
    });

    test('are gone after removing; removing again does nothing', async () => {
      const { blobs } = harness;
      const [kept, removed] = await Promise.all(
        ['kept', 'removed'].map((text) => blobs.put(orgId, Buffer.from(text), 'text/plain')),
      );
      if (!kept || !removed) throw new Error('unreachable');
      await blobs.remove(removed.key);
      await blobs.remove(removed.key);
      await expect(blobs.read(removed.key)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect((await blobs.read(kept.key)).toString()).toBe('kept');
    });

    test('leave nothing of an upload that breaks off', async () => {
      async function* breaking() {
        yield randomBytes(1_500_000);
        await Promise.resolve();
        throw new Error('the line broke');
      }
      const put = harness.blobs.put(orgId, Readable.from(breaking()), 'image/jpeg');
      await expect(put).rejects.toThrow('the line broke');
      expect(await harness.leftovers()).toBe(0);
    });
  });
}
