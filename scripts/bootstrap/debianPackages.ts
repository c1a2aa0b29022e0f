import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import packagesByPurpose from './debianPackages.json' with { type: 'json' };
import { runQuietly } from './processes.mjs';
import { PlainError } from './Steps.mjs';

/** What Debian packages are needed for; debianPackages.json names them, each with the command that proves it. */
export type Purpose = keyof typeof packagesByPurpose;

/** What this machine has, so that the choice of packages can be tested without one. */
export interface Machine {
  hasCommand(name: string): boolean;
  /** The installed ones among these packages, or undefined where there is no dpkg. */
  installed(names: string[]): Set<string> | undefined;
}

/** Whether a text is a purpose in debianPackages.json. */
export function isPurpose(text: string): text is Purpose {
  return Object.hasOwn(packagesByPurpose, text);
}

/** The packages that these purposes need and the machine lacks, in the order of the list. */
export function missingPackages(purposes: readonly Purpose[], machine: Machine): string[] {
  const needed = purposes.flatMap((purpose): [string, string | null][] =>
    Object.entries(packagesByPurpose[purpose]),
  );
  const unproven = needed.filter(([, command]) => command === null || !machine.hasCommand(command));
  const installed = machine.installed(unproven.map(([name]) => name));
  // Without dpkg nothing tells whether a library is there: whoever uses it will say so.
  if (!installed) return unproven.filter(([, command]) => command !== null).map(([name]) => name);
  return unproven.filter(([name]) => !installed.has(name)).map(([name]) => name);
}

/** What a person without root has to do about missing packages. */
export function askForPackages(missing: readonly string[], onDebian: boolean): string {
  return onDebian
    ? `Some packages are missing. Please run this line, then start again:\n\n  sudo apt-get install -y --no-install-recommends ${missing.join(' ')}\n`
    : `Some programs are missing. Debian calls their packages: ${missing.join(', ')}.\nPlease install what this system calls them, then start again.`;
}

/**
 * Installs what is missing when run as root on Debian; otherwise ends with what to do by hand.
 * Returns the outcome for the step that shows it.
 */
export async function ensurePackages(
  purposes: readonly Purpose[],
  note: (text: string) => void,
): Promise<string> {
  const missing = missingPackages(purposes, thisMachine);
  if (missing.length === 0) return 'there';
  const onDebian = thisMachine.hasCommand('apt-get') && thisMachine.installed([]) !== undefined;
  if (!onDebian || process.getuid?.() !== 0) throw new PlainError(askForPackages(missing, onDebian));

  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  note('reading the package lists');
  await runQuietly('apt-get', ['update'], { env });
  note('downloading');
  await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', ...missing], {
    env,
    onLine: (line) => {
      const step = /^(Unpacking|Setting up) (\S+)/.exec(line);
      if (step) note(`${String(step[1]).toLowerCase()} ${step[2]}`);
    },
  });
  return `installed ${missing.join(', ')}`;
}

const thisMachine: Machine = {
  hasCommand(name) {
    return (process.env.PATH ?? '').split(delimiter).some((folder) => {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  },
  installed(names) {
    const query = ['-W', '-f=${Package} ${db:Status-Status}\n', 'dpkg', ...names];
    const { status, stdout } = spawnSync('dpkg-query', query, { encoding: 'utf8' });
    if (status === null) return undefined;
    const lines = stdout.split('\n').map((line) => line.split(' '));
    return new Set(lines.flatMap(([name, state]) => (name && state === 'installed' ? [name] : [])));
  },
};

/** Whether a program of this name is on the PATH. */
export function hasCommand(name: string): boolean {
  return thisMachine.hasCommand(name);
}
