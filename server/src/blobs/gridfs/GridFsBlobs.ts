import { createHash } from 'node:crypto';
import { Readable, Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { GridFSBucket, type Db, type GridFSFile } from 'mongodb';
import { mapped, storeError } from '../../store/mongo/errors.ts';
import type { BlobRef } from '../../store/documents.ts';
import type { BlobStore, ByteRange } from '../BlobStore.ts';
import { newKey, notFound, partsOfKey, requireRange } from '../keys.ts';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Blobs in GridFS, under their key as file name. The driver writes the chunks first and the file's document
 * last, so a file that is found is whole.
 */
export class GridFsBlobs implements BlobStore {
  readonly #bucket: GridFSBucket;

  /** The client belongs to the store, which closes it. */
  constructor(db: Db) {
    const { writeConcern } = db;
    this.#bucket = new GridFSBucket(db, {
      bucketName: 'blobs',
      chunkSizeBytes: CHUNK_BYTES,
      ...(writeConcern && { writeConcern }),
    });
  }

  async put(orgId: string, bytes: Buffer | Readable, mime: string): Promise<BlobRef> {
    const key = newKey(orgId);
    const hash = createHash('sha256');
    let size = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        size += chunk.length;
        done(null, chunk);
      },
    });
    const upload = this.#bucket.openUploadStream(key, { metadata: { mime } });
    try {
      await pipeline(Buffer.isBuffer(bytes) ? Readable.from([bytes]) : bytes, measure, upload);
    } catch (error) {
      // Removes the chunks; where that fails too, they belong to no file and nobody sees them.
      await upload.abort().catch(() => undefined);
      throw storeError(error);
    }
    return { key, sha256: hash.digest('hex'), size, mime };
  }

  async open(key: string, range?: ByteRange): Promise<{ size: number; stream: Readable }> {
    const file = await this.#find(key);
    const size = file.length;
    if (range) requireRange(range, size);
    // GridFS counts the end exclusively.
    const part = range && { start: range.start, end: range.end + 1 };
    return { size, stream: this.#bucket.openDownloadStream(file._id, part) };
  }

  async read(key: string): Promise<Buffer> {
    const { stream } = await this.open(key);
    return mapped(buffer(stream));
  }

  async remove(key: string): Promise<void> {
    const file = await this.#lookUp(key);
    if (file) await mapped(this.#bucket.delete(file._id));
  }

  async close(): Promise<void> {}

  async #find(key: string): Promise<GridFSFile> {
    const file = await this.#lookUp(key);
    if (!file) throw notFound();
    return file;
  }

  async #lookUp(key: string): Promise<GridFSFile | undefined> {
    if (!partsOfKey(key)) return undefined;
    return (await mapped(this.#bucket.find({ filename: key }).limit(1).toArray()))[0];
  }
}
