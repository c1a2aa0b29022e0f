import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** This server's version, as its package says it. */
export const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')));
