import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    mongoUri: string | null;
  }
}

/** Address of a MongoDB for tests; undefined where there is none (the set-up has said so). */
export const mongoUri: string | undefined = inject('mongoUri') ?? undefined;

/** The same server with a database of its own. */
export function withOwnDatabase(uri: string): string {
  const [, start, options = ''] = /^([^/]+\/\/[^/]+)\/?[^?]*(\?.*)?$/.exec(uri) ?? [];
  if (!start) throw new Error('not an address of MongoDB');
  return `${start}/fernblick-${randomUUID()}${options}`;
}
