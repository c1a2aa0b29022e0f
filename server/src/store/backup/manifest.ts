import { readFile } from 'node:fs/promises';
import { isAbsolute, join, normalize } from 'node:path';
import * as z from 'zod';
import { sha256 } from '../../secrets.ts';

/** A backup that cannot be made, read or put back; the message is for the operator. */
export class BackupError extends Error {}

/**
 * What a backup says of itself, in `manifest.json`; the sum of that file stands beside it, so that a changed one is
 * noticed. `whole`: everything; `database`: the database alone, from before an update, to be put back into the
 * folder it came from; `secrets`: certificates and secrets, where MongoDB holds the rest.
 */
export const Manifest = z.object({
  format: z.literal(1),
  kind: z.enum(['whole', 'database', 'secrets']),
  fernblick: z.string(),
  schemaVersion: z.number().int(),
  madeAt: z.iso.datetime(),
  files: z.number().int(),
  bytes: z.number().int(),
  /** Of `files.jsonl`, which has a line for each file. */
  listSha256: z.string(),
});
export type Manifest = z.infer<typeof Manifest>;

/** Paths lie within the backup: one that leads out of it is refused. */
const InnerPath = z
  .string()
  .min(1)
  .refine((path) => !isAbsolute(path) && normalize(path) === path && !path.split('/').includes('..'));

export const ListedFile = z.object({
  path: InnerPath,
  size: z.number().int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ListedFile = z.infer<typeof ListedFile>;

export const names = {
  manifest: 'manifest.json',
  sum: 'manifest.sha256',
  list: 'files.jsonl',
  /** The data folder's files are below it. */
  data: 'data',
  database: 'fernblick.db',
  blobs: 'blobs',
} as const;

/** @throws BackupError if the folder is no whole backup of a kind we know */
export async function readManifest(folder: string): Promise<Manifest> {
  const [text, sum] = await Promise.all(
    [names.manifest, names.sum].map((name) => readFile(join(folder, name), 'utf8').catch(() => undefined)),
  );
  if (text === undefined || sum === undefined) {
    throw new BackupError(`${folder} is not a backup: ${names.manifest} or ${names.sum} is not there.`);
  }
  const [expected] = sum.split(' ');
  if (sha256(text) !== expected) throw new BackupError(`${join(folder, names.manifest)} was changed.`);
  const parsed = Manifest.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new BackupError(`The backup in ${folder} is of a kind that this Fernblick does not know.`);
  }
  return parsed.data;
}
