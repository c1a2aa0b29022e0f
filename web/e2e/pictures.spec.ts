import { openCall, startCall } from './support/calls.ts';
import { expect, test } from './support/fixtures.ts';
import { screens, type Someone } from './support/people.ts';
import { drawOn, inkOnScreen } from './support/strokes.ts';
import { expectMoving } from './support/video.ts';

const BLUE = '#2f9bff';
const WHITE = '#f4f7f2';

/**
 * What the browser asks the person for, a screen to share, answered with a drawn one: a browser without a display has
 * none. From the track on everything is real.
 */
async function giveScreen({ context }: Someone, color: string): Promise<void> {
  await context.addInitScript((fill) => {
    navigator.mediaDevices.getDisplayMedia = () => {
      const canvas = document.createElement('canvas');
      canvas.width = 1600;
      canvas.height = 900;
      const paint = canvas.getContext('2d');
      let at = 0;
      const draw = () => {
        if (!paint) return;
        paint.fillStyle = fill;
        paint.fillRect(0, 0, 1600, 900);
        paint.fillStyle = '#111';
        paint.font = '48px sans-serif';
        paint.fillText(`Wiring diagram ${++at}`, 120, 120);
      };
      draw();
      setInterval(draw, 100);
      const stream = canvas.captureStream(10);
      Object.assign(window, { sharedTrack: stream.getVideoTracks()[0] });
      return Promise.resolve(stream);
    };
  }, color);
}

/** The browser's own bar ends a shared screen without the page being asked. */
function endByBrowser({ page }: Someone): Promise<void> {
  return page.evaluate(() => {
    const { sharedTrack } = window as unknown as { sharedTrack: MediaStreamTrack };
    sharedTrack.stop();
    sharedTrack.dispatchEvent(new Event('ended'));
  });
}

test('a shared screen fills the technician’s display, is drawn on, and ends', async ({ organisation }) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const karl = await organisation.person('Karl Kollege', 'expert');
  await giveScreen(eva, WHITE);
  const { about, picture, technician, ownPicture } = await startCall(organisation, eva);
  const karlsPicture = await openCall(karl, about.id);
  await expectMoving(karlsPicture);

  await eva.page.keyboard.press('Shift+S');
  await expect(eva.page.getByTestId('sharing')).toContainText('You are sharing your screen');
  const shown = technician.page.locator('[data-picture=shown] video');
  await expect(technician.page.getByText('Screen of Eva Expert')).toBeVisible();
  await expect
    .poll(async () => (await inkOnScreen(technician.page, shown, WHITE)).pixels, { timeout: 30_000 })
    .toBeGreaterThan(100_000);
  // Every pixel of it, whatever a camera is scaled down to.
  expect(await shown.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(1600);
  // Both desks keep the camera large, and have the screen beside it.
  await expectMoving(picture);
  await expect(karl.page.getByTestId('picture-tile')).toHaveCount(2);
  await expectMoving(karlsPicture);

  // Another desk makes it large for itself and draws on it: that is on the screen, and not on the camera.
  await karl.page.keyboard.press('Shift+Digit2');
  await expect
    .poll(async () => (await inkOnScreen(karl.page, karlsPicture, WHITE)).pixels)
    .toBeGreaterThan(100_000);
  await karl.page.keyboard.press('4');
  await drawOn(karl.page, karlsPicture, [
    [0.3, 0.5],
    [0.6, 0.7],
  ]);
  await expect.poll(async () => (await inkOnScreen(technician.page, shown, BLUE)).pixels).toBeGreaterThan(50);
  await technician.page.locator('[data-command=showCamera]').click();
  await expectMoving(ownPicture);
  expect((await inkOnScreen(technician.page, ownPicture, BLUE)).pixels).toBeLessThan(5);
  await technician.page.locator('[data-command=showPicture]').click();
  await expect(shown).toBeVisible();

  await endByBrowser(eva);
  await expect(eva.page.getByTestId('sharing')).toBeHidden();
  await expect(shown).toBeHidden();
  await expect(karl.page.getByTestId('picture-tile')).toHaveCount(0);
  await expectMoving(karlsPicture);
});

test('two technicians’ cameras side by side, drawn on each, one shown to all', async ({ organisation }) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const { about, technician, ownPicture } = await startCall(organisation, eva);
  const { link } = await organisation.invitation(about.id);
  const rosa = await organisation.guest('Rosa Rohr', link, screens.phone);
  const rosasPicture = rosa.page.locator('[data-picture=camera] video');

  await expect(eva.page.getByTestId('picture-tile')).toHaveCount(2);
  await eva.page.keyboard.press('g');
  const cells = eva.page.getByTestId('picture-cell');
  await expect(cells).toHaveCount(2);
  const beside = eva.page.getByTestId('beside-video');
  await expectMoving(beside);
  await expect(eva.page.getByTestId('board')).toContainText('Rosa Rohr');

  // What is drawn on a picture is on that picture alone; undo means the one drawn on last.
  await eva.page.keyboard.press('4');
  await drawOn(eva.page, beside, [
    [0.3, 0.3],
    [0.7, 0.6],
  ]);
  const onRosas = async () => (await inkOnScreen(rosa.page, rosasPicture, BLUE)).pixels;
  const onTonis = async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).pixels;
  await expect.poll(onRosas).toBeGreaterThan(50);
  expect(await onTonis()).toBeLessThan(5);
  await eva.page.keyboard.press('Control+z');
  await expect.poll(onRosas).toBeLessThan(5);

  // Shown to all: the other technician sees it, its own sees itself.
  await cells
    .filter({ hasText: 'Rosa Rohr' })
    .getByRole('button', { name: /Show to all/ })
    .click();
  const shown = technician.page.locator('[data-picture=shown] video');
  await expectMoving(shown);
  await expect(technician.page.getByText('Picture from Rosa Rohr')).toBeVisible();
  await expect(rosa.page.locator('[data-picture=shown]')).toHaveCount(0);

  // The layout is remembered; one large again with the other beside it.
  await eva.page.reload();
  await expect(cells).toHaveCount(2);
  await eva.page.keyboard.press('g');
  await expect(cells).toHaveCount(1);
  await expect(eva.page.getByTestId('picture-tile')).toHaveCount(2);
});
