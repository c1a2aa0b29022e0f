import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import sharp from 'sharp';
import { SnapshotList } from '@fernblick/shared/api';
import { startCall } from './support/calls.ts';
import { expect, test } from './support/fixtures.ts';
import { drawOn, findInk, inkOnScreen } from './support/strokes.ts';

const BLUE = '#2f9bff';

const decodedWidth = (picture: Locator) =>
  picture.evaluate((image: HTMLImageElement) => (image.complete ? image.naturalWidth : 0));

test('one key takes a still at the camera’s full resolution, and the strokes are burned in where they were', async ({
  organisation,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const { about, picture, technician } = await startCall(organisation, eva);
  const list = () => eva.ask(SnapshotList, 'GET', `/api/cases/${about.id}/snapshots`);
  const bytes = async (path: string) => (await eva.context.request.get(path)).body();
  await eva.page.keyboard.press('4');
  await drawOn(eva.page, picture, [
    [0.3, 0.3],
    [0.4, 0.45],
    [0.5, 0.3],
  ]);
  await expect.poll(async () => (await inkOnScreen(eva.page, picture, BLUE)).pixels).toBeGreaterThan(50);
  const drawn = await inkOnScreen(eva.page, picture, BLUE);

  // The first try to send the bytes breaks off; the upload is taken up again where it was.
  let broken = 0;
  await technician.context.route('**/api/uploads/*', async (route) => {
    if (route.request().method() === 'PATCH' && broken++ === 0) await route.abort('connectionreset');
    else await route.continue();
  });
  await eva.page.keyboard.press('x');
  await expect(eva.page.getByTestId('call-snapshot')).toHaveCount(1, { timeout: 30_000 });
  expect(broken).toBeGreaterThan(1);
  await expect
    .poll(() => decodedWidth(eva.page.getByTestId('call-snapshot').locator('img')))
    .toBeGreaterThan(100);
  expect(await picture.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(1280);
  const { snapshots } = await list();
  expect(snapshots).toHaveLength(1);
  const [snapshot] = snapshots;
  expect(snapshot).toMatchObject({ width: 1920, height: 1080, kind: 'still', strokes: 1 });
  expect(snapshot?.requestedBy?.name).toBe('Eva Expert');

  const original = await bytes(`/api/snapshots/${snapshot?.id}/original`);
  expect((await findInk(original, BLUE)).pixels).toBeLessThan(20);
  const annotated = await bytes(`/api/snapshots/${snapshot?.id}/annotated`);
  expect(await sharp(annotated).metadata()).toMatchObject({ width: 1920, height: 1080 });
  const burned = await findInk(annotated, BLUE);
  for (const side of ['left', 'right', 'top', 'bottom'] as const) {
    expect(Math.abs(burned[side] - drawn[side]), side).toBeLessThan(0.01);
  }
  // As much of the picture is covered as on the screen.
  const { width, height } = (await picture.boundingBox()) ?? { width: 1, height: 1 };
  const share = burned.pixels / (1920 * 1080) / (drawn.pixels / (width * height));
  expect(share).toBeGreaterThan(0.75);
  expect(share).toBeLessThan(1.35);

  // The technician's own photo lands in the case, too.
  await technician.page.locator('[data-command=takePhoto]').click();
  await expect.poll(async () => (await list()).snapshots.map(({ kind }) => kind)).toEqual(['still', 'photo']);

  // The case shows it with its strokes counted, and leads to its page.
  await eva.page.goto(`/cases/${about.id}`);
  const page = `/cases/${about.id}/snapshots/${snapshot?.id}`;
  const thumbnail = eva.page.locator(`a[href="${page}"]`).filter({ hasText: '1 drawing' });
  await expect.poll(() => decodedWidth(thumbnail.locator('img'))).toBeGreaterThan(100);
  await thumbnail.click();
  await expect(eva.page).toHaveURL(page);

  // There it is drawn on further, and downloaded whole.
  const shown = eva.page.locator('main img').first();
  await expect.poll(() => decodedWidth(shown)).toBe(1920);
  await eva.page.keyboard.press('4');
  await drawOn(eva.page, shown, [
    [0.7, 0.7],
    [0.8, 0.8],
  ]);
  await expect.poll(async () => (await list()).snapshots[0]?.strokes).toBe(2);
  const together = await inkOnScreen(eva.page, shown, BLUE);
  expect(together.bottom).toBeGreaterThan(0.78);

  const download = async (name: 'Original' | 'With drawings') => {
    const started = eva.page.waitForEvent('download');
    await eva.page.getByRole('link', { name, exact: true }).click();
    const file = await started;
    expect(file.suggestedFilename()).toMatch(/^case-\d+-[\dT-]+(-annotated)?\.jpg$/);
    const content = await readFile(await file.path());
    expect(await sharp(content).metadata()).toMatchObject({ format: 'jpeg', width: 1920, height: 1080 });
    return content;
  };
  expect(original.equals(await download('Original'))).toBe(true);
  const later = await findInk(await download('With drawings'), BLUE);
  for (const side of ['left', 'right', 'top', 'bottom'] as const) {
    expect(Math.abs(later[side] - together[side]), side).toBeLessThan(0.01);
  }
});
