// `npm run restore -- --from BACKUP [--into DATA_DIR] [--force]`, with the server stopped.
import { readConfig } from '../../server/src/config.ts';
import { restoreBackup, type RestoreResult } from '../../server/src/store/backup/restoreBackup.ts';
import { PlainError, Steps } from '../bootstrap/Steps.mjs';
import { restoreLines } from './mongoLines.ts';
import { readOptions, runCommand } from './options.ts';

const usage = 'usage: npm run restore -- --from BACKUP [--into DATA_DIR] [--force]';

async function restore(args: readonly string[]): Promise<number> {
  const options = {
    from: { type: 'string' },
    into: { type: 'string' },
    force: { type: 'boolean', default: false },
  } as const;
  const { from, into, force } = readOptions(args, options, usage);
  if (from === undefined) throw new PlainError(usage);
  const { dataDir, mongodbUri } = readConfig();
  const place = into ?? dataDir;
  let result: RestoreResult | undefined;
  await new Steps().run('Restore', async (note) => {
    result = await restoreBackup({ from, dataDir: place, force, note });
    return `${result.manifest.files} files of ${result.manifest.madeAt}, every sum is right`;
  });
  if (!result) return 1;
  if (result.movedTo) console.log(`\nWhat was there before is now in ${result.movedTo}`);
  if (result.manifest.kind === 'secrets') console.log(`\n${restoreLines(mongodbUri, from)}`);
  console.log(`\nStart it with: DATA_DIR=${place} npm start`);
  return 0;
}

if (import.meta.main) await runCommand(() => restore(process.argv.slice(2)));
