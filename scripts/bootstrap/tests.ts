import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestMongo } from '../mongodb-stand-in/startTestMongo.ts';
import { hasCommand, type Purpose } from './debianPackages.ts';
import { installPackages } from './install.ts';
import { npmCommand, runAttached } from './processes.mjs';
import { root } from './root.ts';
import { PlainError, seconds, Steps } from './Steps.mjs';
import { playwrightCounts, sumUp, vitestCounts, type Counts } from './testReports.ts';

interface Part {
  title: string;
  args(report: string): string[];
  counts(report: unknown): Counts;
}

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');

const parts: Record<'--unit' | '--e2e', Part> = {
  '--unit': {
    title: 'Unit, contract and integration tests',
    args: (report) => [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    counts: vitestCounts,
  },
  '--e2e': {
    title: 'Tests in the browser',
    args: () => [
      playwright,
      'test',
      '--config',
      join('web', 'e2e', 'playwright.config.ts'),
      '--reporter=list,json',
    ],
    counts: playwrightCounts,
  },
};

/** What a test run with these options needs from Debian. */
export function testPurposes(args: readonly string[]): Purpose[] {
  const purposes: Purpose[] = chosen(args).includes(parts['--e2e']) ? ['browserTests'] : [];
  const hasMongo = Boolean(process.env.MONGODB_TEST_URI) || hasCommand('mongod');
  // Elsewhere than on Debian the tests do without a stand-in if there is no Java, and say so.
  return hasMongo || !hasCommand('apt-get') ? purposes : [...purposes, 'mongodbStandIn'];
}

/**
 * Runs the tests: all, or with --unit or --e2e one part of them; further arguments go to its runner.
 * --check looks at formatting, lint, types and unused code before. The last line printed is the total.
 */
export async function runTests(args: readonly string[]): Promise<number> {
  const since = Date.now();
  const passedOn = args.filter((arg) => arg !== '--check' && !(arg in parts));
  const summary: string[] = [];
  const ran: { counts: Counts; ok: boolean }[] = [];
  let checked = true;

  if (args.includes('--check')) {
    checked = (await runAttached(...npmCommand(['run', 'check']), { cwd: root })) === 0;
    summary.push(`Checks: ${checked ? 'passed' : 'failed'}, ${seconds(Date.now() - since)}`);
  }
  const mongo = await startTestMongo();
  const uri = 'unavailable' in mongo ? {} : { MONGODB_TEST_URI: mongo.uri };
  try {
    for (const part of chosen(args)) {
      const start = Date.now();
      const { counts, code } = await runPart(part, passedOn, uri);
      if (code > 128) return code; // someone pressed Ctrl-C
      const { passed, failed, skipped } = counts;
      ran.push({ counts, ok: code === 0 });
      summary.push(
        `${part.title}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds(Date.now() - start)}`,
      );
      if (code !== 0 && failed === 0) summary.push(`${part.title}: the run itself failed, see above`);
    }
  } finally {
    if (!('unavailable' in mongo)) await mongo.close();
  }
  const { passed, failed } = sumUp(ran);
  console.log(['', ...summary, `In all ${seconds(Date.now() - since)}`].join('\n'));
  console.log(`${passed} passed, ${failed} failed`);
  return checked && ran.every(({ ok }) => ok) ? 0 : 1;
}

/** Runs the suite of the stores against one's own MongoDB, which MONGODB_TEST_URI names. */
export async function runContractSuite(args: readonly string[]): Promise<number> {
  if (!process.env.MONGODB_TEST_URI) {
    throw new PlainError('MONGODB_TEST_URI has to name the MongoDB to test, such as mongodb://host:27017/');
  }
  await new Steps().run('npm packages', installPackages);
  const folders = ['store', 'blobs'].map((name) => join('server', 'src', name));
  return runAttached(process.execPath, [vitest, 'run', ...folders, ...args], { cwd: root });
}

function chosen(args: readonly string[]): Part[] {
  const named = Object.entries(parts).filter(([option]) => args.includes(option));
  return (named.length > 0 ? named : Object.entries(parts)).map(([, part]) => part);
}

async function runPart(
  part: Part,
  passedOn: readonly string[],
  uri: NodeJS.ProcessEnv,
): Promise<{ counts: Counts; code: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'fernblick-report-'));
  const report = join(folder, 'report.json');
  try {
    console.log(`\n${part.title}`);
    const code = await runAttached(process.execPath, [...part.args(report), ...passedOn], {
      cwd: root,
      env: { ...process.env, ...uri, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    });
    const json = readReport(report);
    const counts = json === undefined ? { passed: 0, failed: 0, skipped: 0 } : part.counts(json);
    return { counts, code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A runner that could not even begin leaves no report. */
function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
