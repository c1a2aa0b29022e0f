import { test as base } from '@playwright/test';
import { Organisation } from './people.ts';
import { Server } from './Server.ts';

/** Tests of one file share a server and an organisation; each makes the people and cases it needs. */
export const test = base.extend<object, { server: Server; organisation: Organisation }>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures from this pattern.
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  organisation: [
    async ({ browser, server }, use) => {
      const organisation = new Organisation(browser, server);
      await use(organisation);
      await organisation.close();
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';
