import { expect, test } from './support/fixtures.ts';
import { expectSilence, expectSound } from './support/sound.ts';
import { expectMoving, shownFrame } from './support/video.ts';

test('a guest joins by link, both experts’ desks ring, the first to accept sees the picture', async ({
  organisation,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const karl = await organisation.person('Karl Kollege', 'expert');
  await eva.page.goto('/');
  await karl.page.goto('/');
  const about = await organisation.case();
  const { link } = await organisation.invitation(about.id);
  const toni = await organisation.guest('Toni Technik', link);
  await expect(toni.page.getByText(/^Calling:/)).toBeVisible();

  const evaRings = eva.page.getByRole('button', { name: 'Accept' });
  await expect(evaRings).toBeVisible();
  await expect(karl.page.getByRole('button', { name: 'Accept' })).toBeVisible();
  await expect(karl.page.getByText('Toni Technik').first()).toBeVisible();

  const accepted = Date.now();
  await evaRings.click();
  await expect(karl.page.getByText('Taken by Eva Expert', { exact: true })).toBeVisible();
  const video = eva.page.locator('video').first();
  await expect.poll(() => shownFrame(video), { intervals: [20] }).not.toBeNull();
  test.info().annotations.push({ type: 'accept to first frame', description: `${Date.now() - accepted} ms` });
  await expectMoving(video);
  expect(
    await video.evaluate((element: HTMLVideoElement) => [element.videoWidth, element.videoHeight]),
  ).toEqual([1280, 720]);

  await expect(karl.page.getByRole('button', { name: 'Accept' })).toBeHidden();
  await expect(toni.page.getByText('Expert: Eva Expert')).toBeVisible();
  await expectSound(eva.page);
  await expectSound(toni.page);
  await toni.page.locator('.command[data-command=microphoneOff]').click();
  await expectSilence(eva.page);
  await toni.page.locator('.command[data-command=microphoneOn]').click();
  await expectSound(eva.page);

  // The technician hangs up: it asks first, then the session is in the case.
  await toni.page.getByRole('button', { name: 'End call' }).click();
  await toni.page.getByRole('button', { name: /Confirm|Yes please/ }).click();
  await expect(toni.page.getByText('Thank you')).toBeVisible();
});
