import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { EntryList, SnapshotList } from '@fernblick/shared/api';
import { startCall } from './support/calls.ts';
import { expect, test } from './support/fixtures.ts';
import { Organisation } from './support/people.ts';
import { Server } from './support/Server.ts';
import { drawOn, inkOnScreen } from './support/strokes.ts';

const BLUE = '#2f9bff';
const uri = process.env.MONGODB_TEST_URI;

test('a call into a case that MongoDB keeps', async ({ browser }) => {
  if (!uri && process.env.CI) throw new Error('MONGODB_TEST_URI is not set');
  if (!uri) console.log('Not tested with MongoDB: MONGODB_TEST_URI is not set.');
  test.skip(!uri);

  const database = new URL(uri ?? '');
  database.pathname = `/fernblick-e2e-${randomUUID()}`;
  const server = await Server.start({ MONGODB_URI: database.href });
  try {
    const organisation = new Organisation(browser, server);
    const eva = await organisation.person('Eva Expert', 'expert');
    const { about, picture, ownPicture, technician } = await startCall(organisation, eva);
    // Blue, and wide enough to have pixels of the pure colour on the smallest display.
    for (const key of ['4', ']', ']']) await eva.page.keyboard.press(key);
    await drawOn(eva.page, picture, [
      [0.3, 0.3],
      [0.5, 0.5],
    ]);
    await expect
      .poll(async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).pixels)
      .toBeGreaterThan(20);
    await eva.page.keyboard.press('x');
    await expect(eva.page.getByTestId('call-snapshot')).toHaveCount(1, { timeout: 30_000 });
    await technician.page.locator('[data-command=endCall]').click();
    await technician.page.locator('[data-command=confirm]').click();
    await expect(technician.page.getByText('Thank you')).toBeVisible();
    await eva.page.getByTestId('leave').click();

    await expect
      .poll(async () => {
        const { entries } = await eva.ask(EntryList, 'GET', `/api/cases/${about.id}/entries`);
        return entries.flatMap(({ body }) => (body.kind === 'session' ? [body.strokes] : []));
      })
      .toEqual([1]);
    const { snapshots } = await eva.ask(SnapshotList, 'GET', `/api/cases/${about.id}/snapshots`);
    expect(snapshots).toMatchObject([{ strokes: 1 }]);

    await eva.page.goto(`/cases/${about.id}`);
    const timeline = eva.page.getByTestId('timeline');
    await expect(timeline).toContainText('Toni Technik');
    await expect
      .poll(() =>
        timeline
          .locator('img')
          .first()
          .evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBeGreaterThan(0);
    const original = await eva.context.request.get(`/api/snapshots/${snapshots[0]?.id}/original`);
    expect(await sharp(await original.body()).metadata()).toMatchObject({ width: 1920, height: 1080 });
  } finally {
    await server.close();
  }
});
