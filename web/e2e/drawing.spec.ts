import { EntryList } from '@fernblick/shared/api';
import { endForAll, openCall, startCall } from './support/calls.ts';
import { expect, test } from './support/fixtures.ts';
import { screens } from './support/people.ts';
import { drawOn, inkOnScreen, pictureBox } from './support/strokes.ts';

/** The palette's fourth colour: nothing on the pump is of this blue. */
const BLUE = '#2f9bff';
const COLOR_KEY = '4';

for (const screen of ['glasses', 'phone'] as const) {
  test(`what the expert draws lies at the same place on the technician's ${screen}`, async ({
    organisation,
  }) => {
    const expert = await organisation.person(`Eva ${screen}`, 'expert');
    const { picture, ownPicture, technician } = await startCall(organisation, expert, screens[screen]);
    const { page } = expert;
    await page.keyboard.press(COLOR_KEY);
    // Wide enough to have pixels of the pure colour on the smallest display.
    for (let times = 0; times < 2; times++) await page.keyboard.press(']');
    const none = await inkOnScreen(technician.page, ownPicture, BLUE);
    expect(none.pixels).toBeLessThan(5);

    const shapes = [
      {
        key: 'p',
        points: [
          [0.2, 0.3],
          [0.25, 0.35],
          [0.3, 0.3],
        ],
        box: [0.2, 0.3, 0.3, 0.35],
      },
      {
        key: 'a',
        points: [
          [0.4, 0.6],
          [0.55, 0.5],
        ],
        box: [0.4, 0.5, 0.55, 0.6],
      },
      {
        key: 'e',
        points: [
          [0.6, 0.2],
          [0.75, 0.4],
        ],
        box: [0.6, 0.2, 0.75, 0.4],
      },
      {
        key: 'r',
        points: [
          [0.1, 0.6],
          [0.25, 0.8],
        ],
        box: [0.1, 0.6, 0.25, 0.8],
      },
    ] as const;
    for (const { key, points, box } of shapes) {
      await page.keyboard.press(key);
      await drawOn(page, picture, points);
      const [left, top, right, bottom] = box;
      const middles: [number, number][] = [];
      for (const [who, shown] of [
        [page, picture],
        [technician.page, ownPicture],
      ] as const) {
        await expect
          .poll(async () => (await inkOnScreen(who, shown, BLUE)).pixels, { message: key })
          .toBeGreaterThan(20);
        const ink = await inkOnScreen(who, shown, BLUE);
        // Within the width of a line and a pixel of rounding on the smallest display.
        expect(Math.abs(ink.left - left), `${key} left`).toBeLessThan(0.025);
        expect(Math.abs(ink.right - right), `${key} right`).toBeLessThan(0.025);
        expect(Math.abs(ink.top - top), `${key} top`).toBeLessThan(0.035);
        expect(Math.abs(ink.bottom - bottom), `${key} bottom`).toBeLessThan(0.035);
        // Rows and columns of a rectangle count whole or not at all, as they fall upon the pixels, which moves its
        // centroid; its middle stays.
        const upright = key === 'r';
        middles.push(upright ? [(ink.left + ink.right) / 2, (ink.top + ink.bottom) / 2] : [ink.x, ink.y]);
      }
      const [[deskX, deskY] = [0, 0], [ownX, ownY] = [1, 1]] = middles;
      expect(Math.abs(deskX - ownX), `${key} across`).toBeLessThan(0.01);
      expect(Math.abs(deskY - ownY), `${key} down`).toBeLessThan(0.01);
      await page.keyboard.press('Control+z');
      await expect
        .poll(async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).pixels)
        .toBeLessThan(5);
    }
    await page.keyboard.press('Control+Shift+z');
    await expect
      .poll(async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).pixels)
      .toBeGreaterThan(20);
  });
}

test('text, several people, a late joiner, moving, deleting, clearing and the laser', async ({
  organisation,
}) => {
  const eva = await organisation.person('Eva', 'expert');
  const karl = await organisation.person('Karl Kollege', 'expert');
  const { about, picture, ownPicture, technician } = await startCall(organisation, eva);
  const seen = async (who: typeof eva, shown = picture) => (await inkOnScreen(who.page, shown, BLUE)).pixels;

  await eva.page.keyboard.press(COLOR_KEY);
  await eva.page.keyboard.press('t');
  await drawOn(eva.page, picture, [[0.3, 0.3]]);
  await eva.page.getByTestId('draw-text').fill('Ventil öffnen');
  await eva.page.keyboard.press('Enter');
  await expect.poll(() => seen(technician, ownPicture)).toBeGreaterThan(50);

  // The colleague comes late, sees the text, and draws; then flags at the strokes say whose they are.
  const karlsPicture = await openCall(karl, about.id);
  await expect.poll(() => karlsPicture.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(1280);
  await expect.poll(() => seen(karl, karlsPicture)).toBeGreaterThan(50);
  const flags = async () => {
    const above = async (left: number, bottom: number) => {
      const part = { left: left - 0.05, top: bottom - 0.08, right: left + 0.3, bottom };
      const ink = await inkOnScreen(eva.page, picture, BLUE, part);
      return Math.max(0, ink.right - ink.left);
    };
    return { eva: await above(0.3, 0.29), karl: await above(0.6, 0.585) };
  };
  expect(await flags()).toEqual({ eva: 0, karl: 0 });
  const karlDraws = () =>
    drawOn(karl.page, karlsPicture, [
      [0.6, 0.6],
      [0.7, 0.65],
      [0.8, 0.6],
    ]);
  await karl.page.keyboard.press(COLOR_KEY);
  await karlDraws();
  await expect.poll(async () => (await flags()).karl).toBeGreaterThan(0.2);
  // As wide as the names that stand on them.
  const { eva: short, karl: long } = await flags();
  expect(short).toBeGreaterThan(0.05);
  expect(long / short).toBeGreaterThan(1.8);

  // Eva moves Karl's stroke, then deletes it.
  await eva.page.keyboard.press('s');
  await drawOn(eva.page, picture, [[0.6, 0.6]]);
  await drawOn(eva.page, picture, [
    [0.6, 0.6],
    [0.6, 0.8],
  ]);
  await expect
    .poll(async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).bottom)
    .toBeGreaterThan(0.75);
  await eva.page.keyboard.press('Delete');
  await expect
    .poll(async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).bottom)
    .toBeLessThan(0.5);

  // Clearing one's own leaves the others'; clearing all leaves nothing.
  const lowest = async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).bottom;
  await karlDraws();
  await expect.poll(lowest).toBeGreaterThan(0.6);
  await karl.page.getByTestId('clear-mine').click();
  await expect.poll(lowest).toBeLessThan(0.5);
  expect(await seen(technician, ownPicture)).toBeGreaterThan(50);
  await karlDraws();
  await expect.poll(lowest).toBeGreaterThan(0.6);
  await eva.page.getByTestId('clear-all').click();
  await expect.poll(() => seen(technician, ownPicture)).toBeLessThan(5);

  // The laser is seen while it moves, fades by itself, and is no stroke.
  const { x, y, width, height } = await pictureBox(picture);
  await eva.page.keyboard.press('l');
  let pointing = true;
  const point = async () => {
    for (let step = 0; pointing; step = (step + 1) % 10)
      await eva.page.mouse.move(x + width * (0.5 + step / 200), y + height / 2, { steps: 3 });
  };
  // It moves on while one looks, as looking may take longer than it is seen.
  const pointed = point();
  await expect
    .poll(async () => {
      const ink = await inkOnScreen(technician.page, ownPicture, BLUE);
      return ink.pixels > 10 && Math.hypot(ink.x - 0.525, ink.y - 0.5) < 0.05;
    })
    .toBe(true);
  pointing = false;
  await pointed;
  await expect.poll(() => seen(technician, ownPicture)).toBeLessThan(5);
  await endForAll(eva);
  await expect
    .poll(async () => {
      const { entries } = await eva.ask(EntryList, 'GET', `/api/cases/${about.id}/entries`);
      return entries.flatMap(({ body }) => (body.kind === 'session' ? [body.strokes] : []));
    })
    .toEqual([4]);
});
