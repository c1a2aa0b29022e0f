import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { FernblickError } from '@fernblick/shared/protocol';
import type { BlobRef } from '../../store/documents.ts';
import type { BlobStore, ByteRange } from '../BlobStore.ts';
import { newKey, notFound, partsOfKey, requireRange } from '../keys.ts';

const INCOMING = 'incoming';
/** While a backup runs it makes this folder: what is removed meanwhile may be in its copy of the database. */
export const LEAVING = 'leaving';
/** What a blob is called in there. */
export const leavingName = (key: string): string => key.replaceAll('/', '_');

/**
 * Blobs as files: `<orgId>/<two digits>/<rest of the key>`. Bytes are written to `incoming/`, synced and
 * renamed, so a file under its final name is always whole.
 */
export class FileBlobs implements BlobStore {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the folder, and removes what an earlier process did not finish. */
  static async open(folder: string): Promise<FileBlobs> {
    const incoming = join(folder, INCOMING);
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    for (const name of await readdir(incoming)) await rm(join(incoming, name), { force: true });
    return new FileBlobs(folder);
  }

  async put(orgId: string, bytes: Buffer | Readable, mime: string): Promise<BlobRef> {
    const key = newKey(orgId);
    const temporary = join(this.#folder, INCOMING, randomUUID());
    try {
      const { sha256, size } = await writeSynced(temporary, bytes);
      await this.#publish(temporary, this.#pathOf(key));
      return { key, sha256, size, mime };
    } catch (error) {
      await rm(temporary, { force: true });
      if (!isDiskFull(error)) throw error;
      throw new FernblickError('DISK_FULL', 'no room for the bytes');
    }
  }

  async open(key: string, range?: ByteRange): Promise<{ size: number; stream: Readable }> {
    const file = await this.#openFile(key);
    try {
      const { size } = await file.stat();
      if (range) requireRange(range, size);
      // The stream closes the file.
      return { size, stream: file.createReadStream({ ...range }) };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async read(key: string): Promise<Buffer> {
    const file = await this.#openFile(key);
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  }

  async remove(key: string): Promise<void> {
    if (!partsOfKey(key)) return;
    try {
      await rename(this.#pathOf(key), join(this.#folder, LEAVING, leavingName(key)));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      // No backup runs.
      await rm(this.#pathOf(key), { force: true });
    }
  }

  async close(): Promise<void> {}

  #pathOf(key: string): string {
    const parts = partsOfKey(key);
    if (!parts) throw notFound();
    return join(this.#folder, ...parts);
  }

  async #openFile(key: string): Promise<FileHandle> {
    try {
      return await open(this.#pathOf(key), 'r');
    } catch (error) {
      throw codeOf(error) === 'ENOENT' ? notFound() : error;
    }
  }

  /** Renames, and syncs every folder that got a new name in it: a name is durable only then. */
  async #publish(temporary: string, path: string): Promise<void> {
    const folder = dirname(path);
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(temporary, path);
    await syncFolder(folder);
    if (made === undefined) return;
    await syncFolder(dirname(folder));
    await syncFolder(this.#folder);
  }
}

/** Writes all bytes to a new file and syncs it. */
async function writeSynced(
  path: string,
  bytes: Buffer | Readable,
): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of Buffer.isBuffer(bytes) ? [bytes] : bytes) {
      const part = Buffer.from(chunk);
      await file.appendFile(part);
      hash.update(part);
      size += part.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

const isDiskFull = (error: unknown) => ['ENOSPC', 'EDQUOT'].includes(String(codeOf(error)));
