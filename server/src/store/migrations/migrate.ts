import * as z from 'zod';
import { FernblickError } from '@fernblick/shared/protocol';
import { UniqueViolation, type CollectionSpec, type DocumentEngine } from '../engine/DocumentEngine.ts';
import { alone } from './MigrationLock.ts';
import { shapeAfter, type Migration } from './migrations.ts';
import { UndoLog } from './UndoLog.ts';

const meta: CollectionSpec = { name: 'meta', indexes: [] };

/**
 * `schemaVersion` already says the next shape while a migration runs, so that a server which knows only the one
 * before stays away; `migratingFrom` says which that is.
 */
const Schema = z.object({
  id: z.literal('schema'),
  _rev: z.number().int(),
  schemaVersion: z.number().int(),
  migratingFrom: z.number().int().optional(),
});

/** A migration failed; what it had changed is as before. */
export class MigrationError extends Error {}

/**
 * Makes what is missing and brings what is there to the shape this Fernblick knows: the migrations that were not
 * applied yet, in order, by one process alone.
 * @throws `VERSION_UNSUPPORTED` if a newer Fernblick wrote it; MigrationError
 */
export async function prepare(
  engine: DocumentEngine,
  collections: readonly CollectionSpec[],
  migrations: readonly Migration[],
): Promise<void> {
  const known = shapeAfter(migrations);
  await engine.ensure([meta]);
  const stored = await readSchema(engine);
  if (!stored) {
    await engine.ensure(collections);
    await begin(engine, known);
    return;
  }
  if (stored.migratingFrom !== undefined || stored.schemaVersion < known) {
    await alone(engine, () => migrate(engine, migrations));
  } else requireKnown(stored.schemaVersion, known);
  await engine.ensure(collections);
}

/** @throws `VERSION_UNSUPPORTED` */
export function requireKnown(stored: number, known: number): void {
  if (stored <= known) return;
  throw new FernblickError(
    'VERSION_UNSUPPORTED',
    `the data was written by a newer Fernblick (shape ${stored}, this one knows ${known}). Install that version, or put back a backup from before the update.`,
  );
}

async function migrate(engine: DocumentEngine, migrations: readonly Migration[]): Promise<void> {
  let schema = await readSchema(engine);
  if (!schema) throw new Error('the shape of the data is unknown');
  const undo = await UndoLog.open(engine);
  if (schema.migratingFrom !== undefined) {
    // The process that began it is gone: nobody holds the lock.
    await undo.undo();
    schema = await write(engine, schema, schema.migratingFrom);
  } else await undo.clear();
  requireKnown(schema.schemaVersion, shapeAfter(migrations));
  for (const migration of migrations) {
    const from = schema.schemaVersion;
    if (migration.to <= from) continue;
    schema = await write(engine, schema, migration.to, from);
    try {
      await migration.run(undo.recording());
    } catch (error) {
      await undo.undo();
      await write(engine, schema, from);
      const reason = error instanceof Error ? error.message : String(error);
      throw new MigrationError(`the migration "${migration.title}" failed: ${reason}`, { cause: error });
    }
    schema = await write(engine, schema, migration.to);
    await undo.clear();
  }
}

async function readSchema(engine: DocumentEngine) {
  const found = await engine.get('meta', 'schema');
  return found && Schema.parse(found);
}

async function write(
  engine: DocumentEngine,
  { _rev }: z.infer<typeof Schema>,
  schemaVersion: number,
  migratingFrom?: number,
): Promise<z.infer<typeof Schema>> {
  const next = {
    id: 'schema' as const,
    _rev: _rev + 1,
    schemaVersion,
    ...(migratingFrom !== undefined && { migratingFrom }),
  };
  if (!(await engine.replace('meta', next))) throw new Error('another process changed the shape meanwhile');
  return next;
}

async function begin(engine: DocumentEngine, schemaVersion: number): Promise<void> {
  try {
    await engine.insert('meta', [{ id: 'schema', _rev: 1, schemaVersion }]);
  } catch (error) {
    // Another process started at the same time.
    if (!(error instanceof UniqueViolation)) throw error;
  }
}
