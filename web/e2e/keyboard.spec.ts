import { SnapshotList } from '@fernblick/shared/api';
import type { Locator, Page } from '@playwright/test';
import { openCall } from './support/calls.ts';
import { expect, test } from './support/fixtures.ts';
import { screens } from './support/people.ts';
import { expectMoving } from './support/video.ts';

test('the technician’s page is used by arrows, Enter, Escape and digits alone', async ({ organisation }) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const about = await organisation.case();
  const picture = await openCall(eva, about.id);
  const { link } = await organisation.invitation(about.id);
  const { page } = await organisation.stranger('Toni Technik', screens.glasses);
  const command = (id: string) => page.locator(`.command[data-command=${id}]`);

  // The focus is on the way: on JOIN CALL, above it the field for the name.
  await page.goto(link);
  await expectFocus(page, command('join'));
  await moveTo(page, 'ArrowUp', page.getByLabel('Your name'));
  await page.keyboard.type('Toni Technik');
  await moveTo(page, 'ArrowDown', command('join'));
  await page.keyboard.press('Enter');
  await expectMoving(picture);
  await expect(page.getByText('Expert: Eva Expert')).toBeVisible();

  // A digit does what it stands beside; the focus and Enter do the same.
  await press(page, command('microphoneOff'));
  await expect(page.getByText('Microphone is off')).toBeVisible();
  await expect(eva.page.getByTestId('participant').filter({ hasText: 'Toni' })).toContainText('muted');
  await focusOn(page, command('microphoneOn'));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Microphone is off')).toBeHidden();

  await focusOn(page, command('takePhoto'));
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => {
      const { snapshots } = await eva.ask(SnapshotList, 'GET', `/api/cases/${about.id}/snapshots`);
      return snapshots.map(({ kind }) => kind);
    })
    .toEqual(['photo']);

  // Help lists what can be done now, can be walked through, and goes away.
  await page.keyboard.press('?');
  const help = page.getByRole('dialog');
  await expect(help).toContainText('Take photo');
  await expect(help.locator(':focus')).toHaveCount(1);
  await expectVisibleFocus(page);
  await page.keyboard.press('ArrowDown');
  await expectVisibleFocus(page);
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await expectVisibleFocus(page);

  // The expert freezes: back to the own camera, and to the still again.
  const still = page.locator('[data-picture=shown]');
  await eva.page.keyboard.press('f');
  await expect(still).toBeVisible();
  await press(page, command('showCamera'));
  await expect(still).toHaveCount(0);
  await press(page, command('showPicture'));
  await expect(still).toBeVisible();
  await expectVisibleFocus(page);

  // Escape asks whether to end the call; once more, and it goes on.
  const question = page.getByRole('alertdialog');
  await page.keyboard.press('Escape');
  await expect(question).toContainText('End the call?');
  await expectFocus(page, command('back'));
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await focusOn(page, command('endCall'));
  await page.keyboard.press('Enter');
  await expectFocus(page, command('back'));
  await moveTo(page, 'ArrowLeft', command('confirm'));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Thank you')).toBeVisible();
  await expectFocus(page, command('callAgain'));
});

/** Presses the digit that stands on a command. */
async function press(page: Page, command: Locator): Promise<void> {
  await page.keyboard.press(await command.locator('.number').innerText());
}

async function moveTo(page: Page, arrow: string, target: Locator): Promise<void> {
  await page.keyboard.press(arrow);
  await expectFocus(page, target);
}

/** Walks along the bar at the foot, first to its beginning, then on to the command. */
async function focusOn(page: Page, command: Locator): Promise<void> {
  await expectVisibleFocus(page);
  for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowLeft');
  for (let step = 0; step < 6; step++) {
    if (await command.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('ArrowRight');
    await expectVisibleFocus(page);
  }
  await expect(command).toBeFocused();
}

async function expectFocus(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeFocused();
  await expectVisibleFocus(page);
}

/** Something has the focus, lies within the display, and has the ring around it. */
async function expectVisibleFocus(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => {
        const { activeElement: focused } = document;
        if (!focused || focused === document.body) return 'no focus';
        const { left, top, right, bottom } = focused.getBoundingClientRect();
        if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight)
          return 'outside of the display';
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(focused);
        return `${outlineWidth} ${outlineStyle} ${outlineColor}`;
      }),
    )
    .toBe('4px solid rgb(255, 200, 87)');
}
