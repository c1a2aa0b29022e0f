import { mkdir, open, opendir, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { join, relative, resolve, sep } from 'node:path';
import { LEAVING, leavingName } from '../../blobs/files/FileBlobs.ts';
import { partsOfKey } from '../../blobs/keys.ts';
import { sha256 } from '../../secrets.ts';
import { SCHEMA_VERSION } from '../migrations/migrations.ts';
import { blobsNamedIn, copyDatabase, schemaVersionOf } from './copyDatabase.ts';
import { copyFile, syncFolder } from './copyFile.ts';
import { BackupError, Manifest, names, type ListedFile } from './manifest.ts';

/** Where backups go that nobody gave a place; it is in no backup itself. */
export const backupsIn = (dataDir: string): string => join(dataDir, 'backups');

/**
 * Of the data folder: what is copied in its own way, or belongs to no backup. Half uploads begin again by themselves.
 */
const leftOut = /^(fernblick\.db.*|blobs|uploads|backups|last-backup|lost\+found|before-restore-.*|\..*)$/;

export interface BackupOptions {
  dataDir: string;
  /** The folder that gets a new folder with the backup. */
  to: string;
  kind: Manifest['kind'];
  /** Version of this Fernblick. */
  version: string;
  note?: (text: string) => void;
  now?: Date;
  /** An open connection to the database that nobody else may read. */
  from?: DatabaseSync;
}

export interface BackupResult {
  folder: string;
  manifest: Manifest;
  /** Keys of blobs that documents name although the server does not have them either. */
  missing: number;
}

/**
 * Backs the data folder up while the server may run: the database first, then its blobs, and every other file that
 * is kept there (own authority, secrets). Made under a temporary name and renamed when it is whole and synced.
 * @throws BackupError for what the operator can change; errors of the file system as they are
 */
export async function makeBackup(options: BackupOptions): Promise<BackupResult> {
  const { dataDir, kind, version, note = () => undefined, now = new Date() } = options;
  const to = resolve(options.to);
  const inside = relative(resolve(dataDir), to);
  const own = resolve(backupsIn(dataDir));
  if (to !== own && !to.startsWith(own + sep) && !inside.startsWith('..')) {
    throw new BackupError(
      `${to} is part of the data; please choose a folder outside of ${resolve(dataDir)}.`,
    );
  }
  if (kind !== 'secrets' && !existsSync(join(dataDir, names.database))) {
    throw new BackupError(`There is no database in ${resolve(dataDir)}.`);
  }
  const name = `${kind === 'database' ? 'before-update' : 'fernblick'}-${now.toISOString().slice(0, 23).replaceAll(/[:.]/g, '-')}`;
  const folder = join(to, name);
  const part = join(to, `.${name}.part`);
  if (existsSync(folder)) throw new BackupError(`${folder} is there already.`);
  await mkdir(to, { recursive: true, mode: 0o700 });
  await mkdir(part, { mode: 0o700 });
  try {
    const list = await FileList.start(part, note);
    let missing = 0;
    let schemaVersion = SCHEMA_VERSION;
    try {
      if (kind !== 'secrets') {
        const database = join(part, names.data, names.database);
        await mkdir(join(part, names.data), { mode: 0o700 });
        const from = options.from ?? join(dataDir, names.database);
        missing = await copyDatabaseAndBlobs({
          dataDir,
          from,
          database,
          list,
          withBlobs: kind === 'whole',
          note,
        });
        schemaVersion = schemaVersionOf(database);
        await list.add({ path: names.database, ...(await copyFile(database, undefined)) });
      }
      for await (const path of filesBelow(dataDir, (entry) => !leftOut.test(entry)))
        await list.copy(dataDir, path);
    } finally {
      await list.close();
    }
    const manifest = Manifest.parse({
      format: 1,
      kind,
      fernblick: version,
      schemaVersion,
      madeAt: now.toISOString(),
      ...list.totals,
    });
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeSynced(join(part, names.manifest), text);
    await writeSynced(join(part, names.sum), `${sha256(text)}  ${names.manifest}\n`);
    await syncFolder(part);
    await rename(part, folder);
    await syncFolder(to);
    // The status page tells by it how old the last backup is.
    if (kind === 'whole') await writeFile(join(dataDir, 'last-backup'), '').catch(() => undefined);
    return { folder, manifest, missing };
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/**
 * A blob written after the copy of the database may be too much; none that the copy names may be missing. What the
 * server removes meanwhile it therefore only puts aside.
 * @returns how many blobs are missing on the server, too
 */
async function copyDatabaseAndBlobs(job: {
  dataDir: string;
  from: string | DatabaseSync;
  database: string;
  list: FileList;
  withBlobs: boolean;
  note: (text: string) => void;
}): Promise<number> {
  const { dataDir, from, database, list, withBlobs, note } = job;
  if (!withBlobs) {
    await copyDatabase(from, database, note);
    return 0;
  }
  const blobs = join(dataDir, names.blobs);
  const leaving = join(blobs, LEAVING);
  await mkdir(leaving, { recursive: true, mode: 0o700 });
  try {
    await copyDatabase(from, database, note);
    const apart = new Set(['incoming', LEAVING]);
    for await (const path of filesBelow(blobs, (entry) => !apart.has(entry))) {
      await list.copy(dataDir, join(names.blobs, path));
    }
    note('checking that every picture is there');
    let missing = 0;
    for (const { key } of blobsNamedIn(database)) {
      const path = pathOfBlob(key);
      if (existsSync(join(list.data, path))) continue;
      if (!(await list.copy(dataDir, path, join(leaving, leavingName(key))))) missing += 1;
    }
    return missing;
  } finally {
    await rm(leaving, { recursive: true, force: true });
  }
}

function pathOfBlob(key: string): string {
  const parts = partsOfKey(key);
  if (!parts) throw new BackupError(`The database names a picture by a key that is none: ${key}`);
  return join(names.blobs, ...parts);
}

/** The files of a backup as they are added, with the list of them. */
class FileList {
  /** What the data folder holds comes below it. */
  readonly data: string;
  readonly #note: (text: string) => void;
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  #files = 0;
  #bytes = 0;

  static async start(part: string, note: (text: string) => void): Promise<FileList> {
    return new FileList(part, await open(join(part, names.list), 'wx', 0o600), note);
  }

  private constructor(part: string, file: FileHandle, note: (text: string) => void) {
    this.data = join(part, names.data);
    this.#file = file;
    this.#note = note;
  }

  get totals() {
    return { files: this.#files, bytes: this.#bytes, listSha256: this.#hash.copy().digest('hex') };
  }

  /** One file of the data folder, or what stands for it; false if it is gone meanwhile. */
  async copy(dataDir: string, path: string, from = join(dataDir, path)): Promise<boolean> {
    try {
      await this.add({ path, ...(await copyFile(from, join(this.data, path))) });
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      return false;
    }
  }

  async add(file: ListedFile): Promise<void> {
    const line = `${JSON.stringify({ ...file, path: file.path.replaceAll(sep, '/') })}\n`;
    this.#hash.update(line);
    await this.#file.appendFile(line);
    this.#files += 1;
    this.#bytes += file.size;
    this.#note(`${this.#files} files, ${Math.ceil(this.#bytes / 1e6)} MB`);
  }

  async close(): Promise<void> {
    await this.#file.sync();
    await this.#file.close();
  }
}

/** Paths of all files below a folder, one after the other; `wanted` judges names directly in it. */
async function* filesBelow(
  folder: string,
  wanted: (name: string) => boolean,
  below = '',
): AsyncGenerator<string> {
  const here = join(folder, below);
  if (!(await stat(here).catch(() => undefined))?.isDirectory()) return;
  for await (const entry of await opendir(here)) {
    if (below === '' && !wanted(entry.name)) continue;
    const path = join(below, entry.name);
    if (entry.isDirectory()) yield* filesBelow(folder, wanted, path);
    else if (entry.isFile()) yield path;
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
