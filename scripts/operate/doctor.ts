// `npm run doctor [-- --json]`, with the server's own configuration, while it runs or not.
import { ConfigError, readConfig, type Config } from '../../server/src/config.ts';
import { isHealthy } from '../healthCheck.ts';
import { checkAddress } from './doctor/address.ts';
import { checkCertificate } from './doctor/certificate.ts';
import { checkDatabase } from './doctor/database.ts';
import { failing, ok, reasonOf, type Finding } from './doctor/finding.ts';
import { checkClock, checkDisk, checkMail, checkNode, checkWorker } from './doctor/machine.ts';
import { checkMedia } from './doctor/media.ts';
import { checkTurn } from './doctor/turn.ts';
import { readOptions, runCommand } from './options.ts';

const usage = 'usage: npm run doctor [-- --json]';

/** Looks at everything; a look that fails by itself is a finding, too. */
export async function examine(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [failing('configuration', error.message, 'Correct the variables; the README lists them.')];
  }
  const runs = await isHealthy(config);
  const worker = checkWorker();
  const looks: [string, () => Promise<Finding | Finding[]>][] = [
    ['address', () => checkAddress(config, runs)],
    ['certificate', () => checkCertificate(config)],
    // Without a worker there is nothing to try the ports with.
    ['media ports', async () => (worker.state === 'failing' ? [] : checkMedia(config, runs))],
    ['TURN', () => checkTurn(config.turn)],
    ['mail', async () => checkMail()],
    ['disk', () => checkDisk(config.dataDir)],
    ['database', () => checkDatabase(config)],
    ['clock', () => checkClock(config.dataDir)],
  ];
  const findings = [ok('configuration', 'every variable is right'), checkNode(), worker];
  for (const [check, look] of looks) {
    try {
      findings.push(...[await look()].flat());
    } catch (error) {
      findings.push(failing(check, `could not be looked at: ${reasonOf(error)}`, 'Please report this.'));
    }
  }
  return findings;
}

const words = { ok: 'ok', warning: 'warning', failing: 'FAILING', off: '-' } as const;

async function doctor(args: readonly string[]): Promise<number> {
  const { json } = readOptions(args, { json: { type: 'boolean', default: false } }, usage);
  const findings = await examine(process.env);
  if (json) console.log(JSON.stringify(findings, null, 2));
  else {
    for (const { check, state, says, fix } of findings) {
      console.log(`${words[state].padEnd(8)} ${check}: ${says}`);
      if (fix) console.log(`${' '.repeat(9)}-> ${fix}`);
    }
  }
  return findings.some(({ state }) => state === 'failing') ? 1 : 0;
}

if (import.meta.main) await runCommand(() => doctor(process.argv.slice(2)));
