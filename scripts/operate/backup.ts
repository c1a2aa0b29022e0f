// `npm run backup [-- --to DIR]`, with the server's own configuration, while it runs or not.
import { readConfig } from '../../server/src/config.ts';
import { backupsIn, makeBackup, type BackupResult } from '../../server/src/store/backup/makeBackup.ts';
import { version } from '../../server/src/version.ts';
import { Steps } from '../bootstrap/Steps.mjs';
import { dumpLines } from './mongoLines.ts';
import { readOptions, runCommand } from './options.ts';

const usage = 'usage: npm run backup [-- --to DIR]';

async function backup(args: readonly string[]): Promise<number> {
  const { to } = readOptions(args, { to: { type: 'string' } }, usage);
  const { dataDir, mongodbUri } = readConfig();
  const kind = mongodbUri === undefined ? 'whole' : 'secrets';
  let result: BackupResult | undefined;
  await new Steps().run(kind === 'whole' ? 'Backup' : 'Backup of certificates and secrets', async (note) => {
    result = await makeBackup({ dataDir, to: to ?? backupsIn(dataDir), kind, version, note });
    return `${result.manifest.files} files, ${Math.ceil(result.manifest.bytes / 1e6)} MB`;
  });
  if (!result) return 1;
  const { folder, missing } = result;
  console.log(`\n${folder}`);
  if (missing > 0) {
    console.log(
      `\nWarning: the server's own data lacks ${missing} pictures that cases name; the backup therefore lacks them, too.`,
    );
  }
  if (mongodbUri !== undefined) console.log(`\n${dumpLines(mongodbUri, folder)}`);
  else console.log(`Put it back with: npm run restore -- --from ${folder} --into EMPTY_FOLDER`);
  if (to === undefined) console.log('It lies on the same disk: copy it to another machine, or use --to.');
  console.log('Whoever has it can read the cases and imitate this server: keep it as safe as the server.');
  return 0;
}

if (import.meta.main) await runCommand(() => backup(process.argv.slice(2)));
