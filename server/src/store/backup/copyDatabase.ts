import { open, stat } from 'node:fs/promises';
import { backup, DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { BlobRef } from '../documents.ts';
import { BackupError } from './manifest.ts';

/** All pages in one step: the copy is of one moment, and a busy server cannot make it begin again and again. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies an embedded database that may be in use to a new file, as it is at one moment, log included.
 * The copy is one file by itself and has passed SQLite's own check.
 */
export async function copyDatabase(
  source: string | DatabaseSync,
  target: string,
  note: (text: string) => void = () => undefined,
): Promise<void> {
  // SQLite would make it readable for everybody on the machine.
  await (await open(target, 'wx', 0o600)).close();
  const name = typeof source === 'string' ? source : (source.location() ?? 'the database');
  const db =
    typeof source === 'string' ? new DatabaseSync(source, { readOnly: true, timeout: 10_000 }) : source;
  const show = async () => {
    const [{ size: done }, { size: all }] = await Promise.all([stat(target), stat(name)]);
    note(`database, ${Math.floor((100 * done) / Math.max(done, all, 1))} %`);
  };
  const progress = setInterval(() => void show().catch(() => undefined), 500);
  try {
    await backup(db, target, { rate: ALL_PAGES });
  } finally {
    clearInterval(progress);
    if (db !== source) db.close();
  }
  const copy = new DatabaseSync(target);
  try {
    copy.exec('PRAGMA journal_mode = DELETE');
    requireSound(copy, name);
  } finally {
    copy.close();
  }
  const file = await open(target, 'r+');
  await file.sync();
  await file.close();
}

function requireSound(db: DatabaseSync, name: string): void {
  const found = db
    .prepare('PRAGMA integrity_check(3)')
    .all()
    .map((row) => String(row.integrity_check));
  if (found[0] !== 'ok') throw new BackupError(`${name} is damaged: ${found.join('; ')}`);
}

/** What shape the documents in a database file have; 0 where nothing was ever stored. */
export function schemaVersionOf(file: string): number {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 0 });
  try {
    const table = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'meta'`).get();
    if (!table) return 0;
    const row = db
      .prepare(`SELECT json_extract(doc, '$.schemaVersion') AS version FROM meta WHERE id = 'schema'`)
      .get();
    return z.number().int().catch(0).parse(row?.version);
  } finally {
    db.close();
  }
}

const References = z.unknown().transform((value) => [...referencesIn(value)]);

function* referencesIn(value: unknown): Generator<BlobRef> {
  if (typeof value !== 'object' || value === null) return;
  const reference = BlobRef.safeParse(value);
  if (reference.success) yield reference.data;
  else for (const member of Object.values(value)) yield* referencesIn(member);
}

/** Every blob that some document of a database file names, one after the other. */
export function* blobsNamedIn(file: string): Generator<BlobRef> {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = db
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%doc TEXT%'`)
      .all()
      .map(({ name }) => String(name).replaceAll('"', '""'));
    for (const table of tables) {
      const rows = db.prepare(`SELECT doc FROM "${table}" WHERE instr(doc, '"sha256"') > 0`).iterate();
      for (const { doc } of rows) yield* References.parse(JSON.parse(String(doc)));
    }
  } finally {
    db.close();
  }
}
