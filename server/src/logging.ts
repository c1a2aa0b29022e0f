import { type DestinationStream, type Logger, pino } from 'pino';

const HIDDEN = '[hidden]';
const secretName = /password|passwd|token|secret|cookie|authorization|credential/i;

/** Text as people and libraries write it: addresses lose what may be a secret in them, named secrets their value. */
export function hideSecrets(text: string): string {
  return (
    text
      // What follows ? or # in an address, and who signs in with it.
      .replace(/((?:[a-z][a-z\d+.-]*:\/\/|\/)[^\s"'<>?#]*)[?#][^\s"'<>]*/gi, '$1')
      .replace(/(:\/\/)[^\s/"'<>@]+@/g, `$1${HIDDEN}@`)
      .replace(/\b((?:set-)?cookie|authorization)(["']?\s*[:=]\s*["']?)[^"'\n]+/gi, `$1$2${HIDDEN}`)
      .replace(
        /\b(\w*(?:password|passwd|token|secret)\w*)(["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
        `$1$2${HIDDEN}`,
      )
      .replace(/\b(Bearer\s+)[^\s"',;]+/gi, `$1${HIDDEN}`)
  );
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return hideSecrets(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, secretName.test(name) ? HIDDEN : clean(inner)]),
  );
}

/** The last gate: whatever was logged, by whom and in which form, passes it. */
function cleanLine(line: string): string {
  try {
    return `${JSON.stringify(clean(JSON.parse(line)))}\n`;
  } catch {
    return hideSecrets(line);
  }
}

/**
 * The server's log: a JSON object per line, without secrets.
 * @param destination standard output if none is given
 */
export function makeLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, hooks: { streamWrite: cleanLine } };
  return destination ? pino(options, destination) : pino(options);
}
