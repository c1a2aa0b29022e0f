import { defineConfig } from 'vitest/config';
import { findWorker } from './scripts/media-worker/mediaWorker.ts';

const worker = findWorker();

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{shared,server,scripts}/**/*.test.ts', '{web,glass-client}/src/**/*.test.ts'],
          globalSetup: 'scripts/mongodb-stand-in/globalSetup.ts',
          testTimeout: 20_000,
          hookTimeout: 20_000,
          env: worker ? { MEDIASOUP_WORKER_BIN: worker } : {},
        },
      },
    ],
  },
});
