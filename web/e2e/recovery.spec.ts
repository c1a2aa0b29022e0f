import { execFileSync } from 'node:child_process';
import { test as base } from '@playwright/test';
import { EntryList } from '@fernblick/shared/api';
import { startCall } from './support/calls.ts';
import { CuttableLine } from './support/CuttableLine.ts';
import { expect } from './support/fixtures.ts';
import { Organisation } from './support/people.ts';
import { Server } from './support/Server.ts';
import { drawOn, inkOnScreen } from './support/strokes.ts';
import { expectMoving } from './support/video.ts';

const BLUE = '#2f9bff';

/** Pages reach this server through a line that can be cut; media goes its own way. */
const test = base.extend<{ line: CuttableLine; server: Server; organisation: Organisation }>({
  line: async ({}, use) => {
    const line = await CuttableLine.open();
    await use(line);
    await line.close();
  },
  server: async ({ line }, use) => {
    const server = await Server.start({ PUBLIC_URL: `https://localhost:${line.port}` });
    line.target = server.port;
    await use(server);
    await server.close();
  },
  organisation: async ({ browser, server }, use) => {
    const organisation = new Organisation(browser, server);
    await use(organisation);
    for (const context of browser.contexts()) await context.close();
  },
});

test('a cut line comes back by itself: what was drawn meanwhile arrives once', async ({
  organisation,
  line,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const { about, picture, ownPicture, technician } = await startCall(organisation, eva);
  await eva.page.keyboard.press('4');
  await drawOn(eva.page, picture, [
    [0.2, 0.2],
    [0.3, 0.3],
  ]);
  await expect
    .poll(async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).pixels)
    .toBeGreaterThan(20);

  line.cut();
  await expect(eva.page.getByTestId('call-trouble')).toContainText(/reconnect|connection/i);
  await expect(technician.page.getByText('Reconnecting')).toBeVisible();
  // Drawn without a line: it shows at once here, and is sent later.
  await drawOn(eva.page, picture, [
    [0.7, 0.7],
    [0.8, 0.8],
  ]);
  expect((await inkOnScreen(eva.page, picture, BLUE)).bottom).toBeGreaterThan(0.75);
  line.mend();
  await expect
    .poll(async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).bottom)
    .toBeGreaterThan(0.75);
  await expect(eva.page.getByTestId('call-trouble')).toBeHidden();
  await expectMoving(picture);

  await eva.page.getByTestId('leave-menu').click();
  await eva.page.getByRole('menuitem').last().click();
  await expect.poll(() => strokesOf(organisation, about.id)).toBe(2);
});

for (const how of ['stop', 'kill'] as const) {
  test(`the server ${how === 'stop' ? 'stopped' : 'killed'} and started: everyone is back, and everything is there`, async ({
    organisation,
    server,
  }) => {
    const eva = await organisation.person('Eva Expert', 'expert');
    const { about, picture, ownPicture, technician } = await startCall(organisation, eva);
    await eva.page.keyboard.press('4');
    await drawOn(eva.page, picture, [
      [0.2, 0.2],
      [0.3, 0.3],
    ]);
    await eva.page.getByTestId('chat-input').fill('Close valve V2');
    await eva.page.keyboard.press('Enter');
    await expect(technician.page.getByText('Close valve V2').first()).toBeVisible();
    await expect
      .poll(async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).pixels)
      .toBeGreaterThan(20);

    await server[how]();
    await expect(technician.page.getByText('Reconnecting')).toBeVisible();
    await server.start();
    await expect(technician.page.getByText('Expert: Eva Expert')).toBeVisible({ timeout: 30_000 });
    await expectMoving(picture);
    await expect
      .poll(async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).pixels)
      .toBeGreaterThan(20);
    await eva.page.locator('body').click({ position: { x: 700, y: 30 } });
    await drawOn(eva.page, picture, [
      [0.7, 0.7],
      [0.8, 0.8],
    ]);
    await expect
      .poll(async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).bottom)
      .toBeGreaterThan(0.75);

    await technician.page.locator('[data-command=endCall]').click();
    await technician.page.locator('[data-command=confirm]').click();
    await eva.page.getByTestId('leave').click();
    await expect.poll(() => strokesOf(organisation, about.id)).toBe(2);
    const { entries } = await eva.ask(EntryList, 'GET', `/api/cases/${about.id}/entries`);
    expect(entries.filter(({ body }) => body.kind === 'message')).toHaveLength(1);
  });
}

test('a media worker that dies is replaced: the picture is back without a click', async ({
  organisation,
  server,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const { picture } = await startCall(organisation, eva);
  const [worker] = execFileSync('pgrep', ['-P', String(server.pid), '-f', 'mediasoup-worker'], {
    encoding: 'utf8',
  }).split('\n');
  process.kill(Number(worker), 'SIGKILL');
  const stopped = await picture.evaluate((video: HTMLVideoElement) => video.srcObject);
  expect(stopped).toBeDefined();
  await expect
    .poll(async () =>
      execFileSync('pgrep', ['-P', String(server.pid), '-f', 'mediasoup-worker'], { encoding: 'utf8' }),
    )
    .not.toContain(worker);
  await expectMoving(picture);
});

/** Strokes of the case's finished sessions, as its timeline says. */
async function strokesOf(organisation: Organisation, caseId: string): Promise<number> {
  const admin = await organisation.admin();
  const { entries } = await admin.ask(EntryList, 'GET', `/api/cases/${caseId}/entries`);
  return entries.reduce((sum, { body }) => sum + (body.kind === 'session' ? body.strokes : 0), 0);
}
