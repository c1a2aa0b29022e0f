import { statfs } from 'node:fs/promises';

export interface Disk {
  freeBytes: number;
  totalBytes: number;
}

/** Room on the disk that holds the folder; undefined where the system does not tell. */
export async function diskOf(directory: string): Promise<Disk | undefined> {
  const found = await statfs(directory).catch(() => undefined);
  return found && { freeBytes: found.bavail * found.bsize, totalBytes: found.blocks * found.bsize };
}
