import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Copies a file to a place where none is, readable by its owner alone, and syncs it; measures it on the way, so that
 * each byte is read once. Without a target it measures only.
 */
export async function copyFile(
  source: string,
  target: string | undefined,
): Promise<{ size: number; sha256: string }> {
  const from = await open(source, 'r');
  try {
    if (target) await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const to = target && (await open(target, 'wx', 0o600));
    try {
      const hash = createHash('sha256');
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      let size = 0;
      for (;;) {
        const { bytesRead } = await from.read(chunk, 0, CHUNK_BYTES);
        if (bytesRead === 0) break;
        const part = chunk.subarray(0, bytesRead);
        hash.update(part);
        if (to) await to.writeFile(part);
        size += bytesRead;
      }
      if (to) await to.sync();
      return { size, sha256: hash.digest('hex') };
    } finally {
      if (to) await to.close();
    }
  } finally {
    await from.close();
  }
}

/** A folder's new names are durable when it is synced. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
