import type { TestProject } from 'vitest/node';
import { startTestMongo } from './startTestMongo.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the MongoDB half of the contract suite connects to; null where there is none. */
    mongoUri: string | null;
  }
}

/** Gives all tests of a run one MongoDB; each suite takes a database name of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const mongo = await startTestMongo();
  if ('unavailable' in mongo) {
    const line = `The MongoDB half of the tests cannot run: ${mongo.unavailable}.`;
    if (process.env.CI === 'true') throw new Error(line);
    console.warn(line);
    project.provide('mongoUri', null);
    return async () => {};
  }
  project.provide('mongoUri', mongo.uri);
  return () => mongo.close();
}
