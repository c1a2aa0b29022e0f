import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWorker, downloadWorker, findWorker } from '../media-worker/mediaWorker.ts';
import { buildClients } from './clients.ts';
import { ensurePackages, isPurpose, type Purpose } from './debianPackages.ts';
import { environmentFor } from './goodNode.mjs';
import { installPackages } from './install.ts';
import { runAttached } from './processes.mjs';
import { root } from './root.ts';
import { PlainError, Steps } from './Steps.mjs';
import { runContractSuite, runTests, testPurposes } from './tests.ts';

const usage = `usage: node scripts/bootstrap/run.mjs COMMAND
  start [--demo]          sets up what is missing and starts the server; --demo adds the demo organisation before
  start --remove-demo     removes the demo organisation
  test [OPTION...]        sets up what is missing and runs the tests: --unit, --e2e, --check
  backup, restore, admin, doctor   for whoever looks after the server; see docs/operation.md
  test-mongo              runs the suite of the stores against the MongoDB in MONGODB_TEST_URI
  bench [OPTION...]       measures the figures: --only join,cpu,... --json FILE
  soak [OPTION...]        lets sessions come and go for long: --hours 8, --minutes 10
  setup [FILE]            sets up what is missing and copies the media worker to FILE
  packages PURPOSE...     installs the Debian packages for these purposes`;

/** Runs one of the commands behind the npm scripts, and resolves to the exit code. */
export async function main([command, ...args]: string[]): Promise<number> {
  // npm, and what it starts, then run on this Node too.
  process.env.PATH = environmentFor(process.execPath).PATH;
  switch (command) {
    case 'setup':
      await setUp([]);
      if (args[0]) copyFileSync(String(process.env.MEDIASOUP_WORKER_BIN), args[0]);
      return 0;
    case 'start':
      return start(startMode(args));
    case 'test':
      await setUp(testPurposes(args));
      return runTests(args);
    case 'bench':
      await setUp(['browserTests']);
      return runAttached(process.execPath, [join(root, 'scripts', 'bench', 'main.ts'), ...args]);
    case 'soak':
      await setUp([]);
      return runAttached(process.execPath, [join(root, 'scripts', 'bench', 'soak', 'soak.ts'), ...args]);
    case 'test-mongo':
      return runContractSuite(args);
    case 'backup':
    case 'restore':
    case 'admin':
    case 'doctor':
      return operate(command, args);
    case 'packages':
      await new Steps().run('Debian packages', (note) => ensurePackages(args.map(toPurpose), note));
      return 0;
    default:
      throw new PlainError(usage);
  }
}

type StartMode = 'plain' | 'demo' | 'remove-demo';

/** What the options of `start` ask for. @throws PlainError for any other option */
export function startMode(options: readonly string[]): StartMode {
  const [option, more] = options;
  if (option === undefined) return 'plain';
  if (more === undefined && option === '--demo') return 'demo';
  if (more === undefined && option === '--remove-demo') return 'remove-demo';
  throw new PlainError(
    `"npm start" does not know: ${options.join(' ')}\nIt knows one option, after two dashes: "npm start -- --demo" or "npm start -- --remove-demo".\nEverything else is set by environment variables; see README.md.`,
  );
}

async function start(mode: StartMode): Promise<number> {
  await setUp([]);
  const demo = (command: string) =>
    runAttached(process.execPath, [join(root, 'scripts', 'demo', 'runDemo.ts'), command]);
  if (mode === 'remove-demo') return demo('remove');
  const failed = mode === 'demo' ? await demo('fill') : 0;
  return failed || runAttached(process.execPath, [join(root, 'server', 'src', 'main.ts')]);
}

/** A command of the operator: needs the npm packages and nothing else, so it works while much is broken. */
async function operate(command: string, args: readonly string[]): Promise<number> {
  // On the error stream, where it is no part of what a command prints as JSON.
  if ((await installPackages()) === 'installed') console.error('npm packages: installed');
  return runAttached(process.execPath, [join(root, 'scripts', 'operate', `${command}.ts`), ...args]);
}

/** Makes sure of everything the server needs, and of the Debian packages for further purposes. */
async function setUp(further: readonly Purpose[]): Promise<void> {
  const steps = new Steps(5);
  await steps.run('npm packages', installPackages);

  let worker = findWorker();
  await steps.run('Media worker', async (note) => {
    if (worker) return 'there';
    note('looking for a prebuilt one');
    worker = await downloadWorker();
    return worker ? 'downloaded' : 'no prebuilt one to be had, so it is built here';
  });
  // Asked for after the download, because fewer are needed with it, and only once for all purposes.
  const purposes: Purpose[] = worker ? [...further] : ['workerBuild', ...further];
  await steps.run('Debian packages', (note) => ensurePackages(purposes, note));
  await steps.run('Building the media worker', async (note) => {
    if (worker) return 'not needed';
    worker = await buildWorker(note);
    return 'done';
  });
  process.env.MEDIASOUP_WORKER_BIN = worker;

  await steps.run('Pages', buildClients);
}

function toPurpose(text: string): Purpose {
  if (isPurpose(text)) return text;
  throw new PlainError(`No Debian packages are listed for "${text}".`);
}
