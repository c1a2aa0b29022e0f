import { openCall, startCall } from './support/calls.ts';
import { expect, test } from './support/fixtures.ts';
import { drawOn, inkOnScreen } from './support/strokes.ts';
import { expectMoving, shownFrame } from './support/video.ts';

const BLUE = '#2f9bff';

test('a frozen frame is the same for all, is drawn on, taken over, and given up', async ({
  organisation,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const karl = await organisation.person('Karl Kollege', 'expert');
  const { about, picture, technician, ownPicture } = await startCall(organisation, eva);
  const karlsPicture = await openCall(karl, about.id);
  await expectMoving(karlsPicture);

  await eva.page.keyboard.press('f');
  const still = eva.page.getByTestId('stage-still');
  await expect(still).toBeVisible();
  const shown = technician.page.locator('[data-picture=shown] img');
  await expect(shown).toBeVisible();
  await expect(technician.page.getByText('Picture frozen by Eva Expert')).toBeVisible();
  // Bit for bit the same filmed frame on both displays, while the camera goes on.
  await expect.poll(() => shownFrame(shown)).not.toBeNull();
  const frozen = await shownFrame(shown);
  const karlsStill = karl.page.locator('img[data-testid=stage-still]');
  await expect.poll(() => shownFrame(karlsStill)).toBe(frozen);
  expect(await shownFrame(eva.page.locator('img[data-testid=stage-still]'))).toBe(frozen);
  await expectMoving(ownPicture);
  expect(await shownFrame(shown)).toBe(frozen);

  await eva.page.keyboard.press('4');
  await drawOn(eva.page, still, [
    [0.4, 0.4],
    [0.5, 0.5],
    [0.6, 0.4],
  ]);
  for (const [who, display] of [
    [eva, still],
    [technician, shown],
    [karl, karlsStill],
  ] as const) {
    const seen = () => inkOnScreen(who.page, display, BLUE);
    await expect.poll(async () => (await seen()).pixels, who.name).toBeGreaterThan(50);
    const ink = await seen();
    expect(Math.abs(ink.left - 0.4), who.name).toBeLessThan(0.02);
    expect(Math.abs(ink.right - 0.6), who.name).toBeLessThan(0.02);
    expect(Math.abs(ink.top - 0.4), who.name).toBeLessThan(0.02);
    expect(Math.abs(ink.bottom - 0.5), who.name).toBeLessThan(0.02);
  }

  // The technician looks at the own camera and back, for themselves alone.
  await technician.page.locator('[data-command=showCamera]').click();
  await expect(ownPicture).toBeVisible();
  await technician.page.locator('[data-command=showPicture]').click();
  await expect(shown).toBeVisible();

  await expect(karl.page.getByTestId('stage-held')).toContainText('Eva Expert');
  await karl.page.getByTestId('take-over').click();
  await expect(technician.page.getByText(/by Karl Kollege/)).toBeVisible();
  await expect(eva.page.getByTestId('stage-held')).toContainText('Karl Kollege');
  await karl.page.keyboard.press('4');
  await drawOn(karl.page, karlsStill, [
    [0.4, 0.7],
    [0.6, 0.8],
  ]);
  await expect
    .poll(async () => (await inkOnScreen(technician.page, shown, BLUE)).bottom)
    .toBeGreaterThan(0.78);
  expect(await shownFrame(shown)).toBe(frozen);

  // What was drawn on the frame stays with it: the live picture is free of it.
  await karl.page.getByTestId('back-to-live').click();
  await expect(shown).toBeHidden();
  await expectMoving(picture);
  expect((await inkOnScreen(technician.page, ownPicture, BLUE)).pixels).toBeLessThan(5);
});
