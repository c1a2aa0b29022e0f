import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { DatabaseSync } from 'node:sqlite';
import { SCHEMA_VERSION } from '../migrations/migrations.ts';
import { lockExclusively } from '../sqlite/lockExclusively.ts';
import { schemaVersionOf } from './copyDatabase.ts';
import { copyFile, syncFolder } from './copyFile.ts';
import { BackupError, ListedFile, type Manifest, names, readManifest } from './manifest.ts';

/** Inside the data folder, where what is put back is gathered before anything is put in place. */
const STAGING = '.restoring';
/** What a forced restore found there. */
const OLD = 'before-restore-';
/** These stay where they are when the old data is moved aside. */
const stays = (name: string) => name.startsWith(OLD) || name === 'backups' || name === 'lost+found';

export interface RestoreOptions {
  /** A backup's folder, or its manifest. */
  from: string;
  dataDir: string;
  /** Whether data that is there may be moved aside. */
  force?: boolean;
  note?: (text: string) => void;
  now?: Date;
}

export interface RestoreResult {
  manifest: Manifest;
  /** Where the old data is now, if there was any. */
  movedTo: string | undefined;
}

/**
 * Puts a backup into the data folder. Every file's sum is checked while it is copied beside its place; only when all
 * fit are they moved into it, the database last. What fails before leaves the folder as it was.
 * @throws BackupError for what the operator can change
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreResult> {
  const { force = false, note = () => undefined, now = new Date() } = options;
  const from = await backupFolder(options.from);
  const dataDir = resolve(options.dataDir);
  const manifest = await readManifest(from);
  if (manifest.schemaVersion > SCHEMA_VERSION) {
    throw new BackupError(
      `This backup is of Fernblick ${manifest.fernblick}, which is newer (shape ${manifest.schemaVersion}, this one knows ${SCHEMA_VERSION}). Please install that version first.`,
    );
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  requireNobodyUses(join(dataDir, names.database));
  const there = (await readdir(dataDir)).filter((name) => !stays(name));
  const replaced =
    manifest.kind === 'database' ? there.filter((name) => name.startsWith(names.database)) : there;
  if (manifest.kind === 'database' && there.length === 0) {
    throw new BackupError(
      'This backup is of the database alone, made before an update: it goes back into the data folder it came from.',
    );
  }
  if (replaced.some((name) => name !== STAGING) && !force) {
    throw new BackupError(
      `${dataDir} is not empty. Choose an empty folder with --into, or use --force: what is there is then moved aside, not deleted.`,
    );
  }
  const staging = join(dataDir, STAGING);
  const brokenOff = existsSync(staging);
  if (brokenOff && !force) {
    throw new BackupError(`A restore into ${dataDir} was broken off. Use --force to begin it again.`);
  }
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o700 });
  try {
    await gather(from, manifest, staging, note);
    const database = join(staging, names.database);
    if (existsSync(database)) schemaVersionOf(database);
  } catch (error) {
    // What an earlier restore left behind is half moved: the mark of that stays.
    await rm(staging, { recursive: true, force: true });
    if (brokenOff) await mkdir(staging, { mode: 0o700 });
    throw error;
  }
  const aside = join(dataDir, `${OLD}${now.toISOString().slice(0, 19).replaceAll(':', '-')}`);
  note('putting it in place');
  const leaving = replaced.filter((name) => name !== STAGING);
  await putInPlace({ dataDir, staging, leaving, aside });
  return { manifest, movedTo: leaving.length > 0 ? aside : undefined };
}

/** @throws BackupError if a restore into the folder was broken off half-way; a server must not start on that */
export function requireNoHalfRestore(dataDir: string): void {
  if (!existsSync(join(dataDir, STAGING))) return;
  throw new BackupError(
    `A restore into ${dataDir} was broken off. Please run it again with --force: npm run restore -- --from BACKUP --into ${dataDir} --force`,
  );
}

async function backupFolder(path: string): Promise<string> {
  const found = resolve(path);
  const kind = await stat(found).catch(() => undefined);
  if (!kind) throw new BackupError(`${found} is not there.`);
  const folder = kind.isDirectory() ? found : dirname(found);
  if (!kind.isDirectory() && basename(found) !== names.manifest) {
    throw new BackupError(`${found} is not a backup. Name its folder, or the ${names.manifest} in it.`);
  }
  if (existsSync(join(folder, names.manifest))) return folder;
  const within = (await readdir(folder))
    .filter((name) => existsSync(join(folder, name, names.manifest)))
    .sort();
  const hint =
    within.length > 0 ? ` Which one of these? ${within.map((name) => join(folder, name)).join(', ')}` : '';
  throw new BackupError(`${folder} is not a backup.${hint}`);
}

/** Copies everything that the list names, checking each sum and at last the list's own. */
async function gather(
  from: string,
  manifest: Manifest,
  staging: string,
  note: (text: string) => void,
): Promise<void> {
  const changed = (what: string) =>
    new BackupError(`The backup is damaged: ${what}. Nothing was put in place.`);
  const hash = createHash('sha256');
  let files = 0;
  let bytes = 0;
  const input = createReadStream(join(from, names.list));
  const lines = createInterface({ input, crlfDelay: Infinity });
  try {
    for await (const line of lines) {
      hash.update(`${line}\n`);
      const listed = ListedFile.safeParse(parsed(line));
      if (!listed.success) throw changed(`line ${files + 1} of ${names.list} cannot be read`);
      const { path, size, sha256 } = listed.data;
      const copied = await copyFile(join(from, names.data, path), join(staging, path)).catch(
        (error: unknown) => {
          if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
            throw changed(`${path} is missing`);
          throw error;
        },
      );
      if (copied.size !== size || copied.sha256 !== sha256) throw changed(`${path} is not as it was`);
      files += 1;
      bytes += size;
      note(`${files} of ${manifest.files} files checked`);
    }
  } finally {
    lines.close();
    input.destroy();
  }
  const same =
    hash.digest('hex') === manifest.listSha256 && files === manifest.files && bytes === manifest.bytes;
  if (!same) throw changed(`${names.list} is not as it was`);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Renames only; what fails on the way is undone. The staging folder goes last: while it is there, nobody starts. */
async function putInPlace(job: {
  dataDir: string;
  staging: string;
  leaving: readonly string[];
  aside: string;
}): Promise<void> {
  const { dataDir, staging, leaving, aside } = job;
  const coming = (await readdir(staging)).sort(
    (a, b) => Number(a === names.database) - Number(b === names.database),
  );
  const moves: [from: string, to: string][] = [
    ...leaving.map((name): [string, string] => [join(dataDir, name), join(aside, name)]),
    ...coming.map((name): [string, string] => [join(staging, name), join(dataDir, name)]),
  ];
  if (leaving.length > 0) await mkdir(aside, { mode: 0o700 });
  const done: typeof moves = [];
  try {
    for (const move of moves) {
      await rename(...move);
      done.unshift(move);
    }
  } catch (error) {
    for (const [from, to] of done) await rename(to, from);
    if (leaving.length > 0) await rm(aside, { recursive: true });
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
  await syncFolder(dataDir);
  await rm(staging, { recursive: true });
  await syncFolder(dataDir);
}

/** @throws BackupError if a server (or anything else) has the database open */
function requireNobodyUses(database: string): void {
  if (!existsSync(database)) return;
  let db: DatabaseSync | undefined;
  try {
    db = lockExclusively(database);
  } catch {
    // It may be damaged: that is what one restores for.
    return;
  }
  if (!db) throw new BackupError('Fernblick runs on this data. Please stop it first.');
  db.close();
}
