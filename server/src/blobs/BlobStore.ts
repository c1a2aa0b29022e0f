import type { Readable } from 'node:stream';
import type { BlobRef } from '../store/documents.ts';

/** A part of a blob: first and last byte, both inclusive, as in HTTP ranges. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Bytes by random keys. Written to a temporary name, synced, renamed: a key either has all its bytes or does
 * not exist. Originals are never rewritten; what is derived from them gets keys of its own.
 * Two implementations (files, GridFS) keep the same contract suite.
 */
export interface BlobStore {
  /**
   * Stores all of `bytes` under a new key that begins with `orgId/`; durable when resolved.
   * @throws `DISK_FULL`, leaving nothing
   */
  put(orgId: string, bytes: Buffer | Readable, mime: string): Promise<BlobRef>;
  /** @throws `NOT_FOUND` */
  open(key: string, range?: ByteRange): Promise<{ size: number; stream: Readable }>;
  /** The whole blob; for pictures, not for recordings. @throws `NOT_FOUND` */
  read(key: string): Promise<Buffer>;
  /** Does nothing if the key does not exist. */
  remove(key: string): Promise<void>;
  close(): Promise<void>;
}
