import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { PlainError } from './Steps.mjs';

/** Of a long output, this much is kept of its beginning and of its end. */
const keptLines = 30;

/**
 * Runs a command without showing its output; a failure carries it.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, onLine?: (line: string) => void }} [options]
 * @returns {Promise<void>}
 */
export function runQuietly(file, args, { cwd, env, timeoutMs, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {string[]} */
    const kept = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        kept.push(line);
        if (kept.length > 2 * keptLines) kept.splice(keptLines, 1);
        onLine?.(line);
      });
    }
    child.on('error', (error) => reject(new PlainError(`${file} cannot be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      reject(new PlainError([...kept, `${file} ${args.join(' ')}: ended with ${signal ?? code}`].join('\n')));
    });
  });
}

/**
 * Runs a command in this one's place: same input, output and signals. Resolves to its exit code.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>}
 */
export function runAttached(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: 'inherit' });
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      // Ctrl-C reaches everything in the terminal's foreground by itself: a second one would mean "at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const stop = () => signals.forEach((signal) => process.off(signal, forward));
    child.on('error', (error) => {
      stop();
      reject(new PlainError(`${file} cannot be started: ${error.message}`));
    });
    child.on('exit', (code, signal) => {
      stop();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/**
 * Runs npm, the one that called us if there is one, under the Node this process runs on.
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
export function npmCommand(args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('npm-cli.js') ? [process.execPath, [cli, ...args]] : ['npm', args];
}
