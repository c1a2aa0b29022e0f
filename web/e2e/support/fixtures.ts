import { test as base } from '@playwright/test';
import { Organisation } from './people.ts';
import { Server } from './Server.ts';

/** Tests of one file share a server and an organisation; each makes the people and cases it needs. */
export const test = base.extend<{ everybodyGoesHome: void }, { server: Server; organisation: Organisation }>({
  server: [
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
      await organisation.sendHome();
    },
    { scope: 'worker' },
  ],
  everybodyGoesHome: [
    async ({ organisation }, use) => {
      await use();
      await organisation.sendHome();
    },
    { auto: true },
  ],
});

/** Each test has a server that nobody has set up yet. */
export const freshTest = base.extend<{ server: Server; organisation: Organisation }>({
  server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.close();
  },
  organisation: async ({ browser, server }, use) => {
    await use(new Organisation(browser, server));
    for (const context of browser.contexts()) await context.close();
  },
});

export { expect } from '@playwright/test';
