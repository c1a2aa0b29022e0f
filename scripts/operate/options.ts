import { parseArgs, type ParseArgsConfig } from 'node:util';
import { FernblickError } from '@fernblick/shared/protocol';
import { ConfigError } from '../../server/src/config.ts';
import { BackupError } from '../../server/src/store/backup/manifest.ts';
import { MigrationError } from '../../server/src/store/migrations/migrate.ts';
import { PlainError } from '../bootstrap/Steps.mjs';

/** The options of a command. @throws PlainError with the usage for any other */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    throw new PlainError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/** Runs a command and ends the process well: what an operator can change is printed without a stack. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const plain = [PlainError, ConfigError, BackupError, MigrationError, FernblickError];
    const known = error instanceof Error && plain.some((kind) => error instanceof kind);
    console.error(known ? error.message : error);
    process.exitCode = 1;
  }
}
