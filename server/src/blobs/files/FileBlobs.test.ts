import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { describeBlobs } from '../blobContract.ts';
import { FileBlobs } from './FileBlobs.ts';

const makeFolder = () => mkdtemp(join(tmpdir(), 'fernblick-blobs-'));

describeBlobs(async () => {
  const folder = await makeFolder();
  return {
    blobs: await FileBlobs.open(folder),
    leftovers: async () => (await readdir(join(folder, 'incoming'))).length,
    remove: () => rm(folder, { recursive: true }),
  };
});

test('what a crash left unfinished is gone after the next start; finished blobs stay', async () => {
  const folder = await makeFolder();
  const orgId = crypto.randomUUID();
  const { key } = await (await FileBlobs.open(folder)).put(orgId, Buffer.from('whole'), 'text/plain');
  await mkdir(join(folder, 'incoming'), { recursive: true });
  await writeFile(join(folder, 'incoming', 'half'), 'ha');
  const blobs = await FileBlobs.open(folder);
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  expect((await blobs.read(key)).toString()).toBe('whole');
  await rm(folder, { recursive: true });
});

test('a full disk has a code of its own and keeps nothing', async () => {
  const folder = await makeFolder();
  const blobs = await FileBlobs.open(folder);
  async function* filling() {
    yield Buffer.alloc(100_000);
    await Promise.resolve();
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  }
  const put = blobs.put(crypto.randomUUID(), Readable.from(filling()), 'image/jpeg');
  await expect(put).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(await readdir(folder, { recursive: true })).toEqual(['incoming']);
  await rm(folder, { recursive: true });
});
