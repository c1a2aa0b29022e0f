import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import * as z from 'zod';
import { InvitedPerson, SnapshotList } from '@fernblick/shared/api';
import { newId, EntryId } from '@fernblick/shared/protocol';
import { openCall } from './support/calls.ts';
import { expect, test } from './support/fixtures.ts';
import { screens } from './support/people.ts';
import { drawOn } from './support/strokes.ts';

/** English on a light desk, German on a dark one: each text and each colour is looked at once. */
const languages = [
  { locale: 'en-US', colorScheme: 'light', german: false },
  { locale: 'de-DE', colorScheme: 'dark', german: true },
] as const;

test('the page that sets the organisation up', async ({ organisation }) => {
  for (const { locale, colorScheme, german } of languages) {
    organisation.browserOptions = { locale, colorScheme };
    const { page } = await organisation.stranger('Nobody yet');
    await page.goto(organisation.server.setupLink);
    await expect(page.locator('form')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      german ? 'Fernblick einrichten' : 'Set up Fernblick',
    );
    await expectAccessible(page, `setup ${locale}`);
  }
  organisation.browserOptions = {};
});

for (const { locale, colorScheme, german } of languages) {
  test(`the desk in ${locale}`, async ({ organisation }) => {
    test.setTimeout(180_000);
    const admin = await organisation.admin();
    organisation.browserOptions = { locale, colorScheme };
    const ada = await organisation.person(`Vera ${locale}`, 'admin');
    const { page } = ada;
    const about = await organisation.case();
    await ada.ask(z.unknown(), 'POST', `/api/cases/${about.id}/entries`, {
      id: newId(EntryId),
      text: 'Seal changed in May.',
      visibility: 'internal',
      clientAt: Date.now(),
    });
    const picture = await openCall(ada, about.id);
    await expect(page.getByTestId('call-waiting')).toBeVisible();
    await expectAccessible(page, 'call, nobody there');
    const { link } = await organisation.invitation(about.id);
    const { page: technician } = await organisation.stranger('Toni Technik', screens.phone);
    await technician.goto(link);
    await technician.locator('input[name=name]').fill('Toni Technik');
    await technician.locator('[data-command=join]').click();
    await expect.poll(() => picture.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(1280);
    await drawOn(page, picture, [
      [0.4, 0.4],
      [0.5, 0.5],
    ]);
    await page.keyboard.press('x');
    await expect(page.getByTestId('call-snapshot')).toHaveCount(1, { timeout: 30_000 });
    await expectAccessible(page, 'call');
    await technician.close();

    const { snapshots } = await ada.ask(SnapshotList, 'GET', `/api/cases/${about.id}/snapshots`);
    for (const path of [
      '/',
      `/cases/${about.id}`,
      `/cases/${about.id}/snapshots/${snapshots[0]?.id}`,
      '/admin/people',
      '/admin/groups',
      '/admin/organisation',
      '/admin/status',
      '/admin/log',
      '/privacy',
      '/install',
      '/nothing-here',
      '/no-permission',
    ]) {
      await page.goto(path);
      await settled(page);
      await expectAccessible(page, path);
    }
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(german ? 'Fälle' : 'Cases');

    const stranger = await organisation.stranger('Stranger');
    const { link: activation } = await admin.ask(InvitedPerson, 'POST', '/api/people', {
      name: 'Nina Neu',
      email: `nina-${locale}@example.com`,
      role: 'expert',
    });
    for (const path of ['/sign-in', activation]) {
      await stranger.page.goto(path);
      await settled(stranger.page);
      await expect(stranger.page.locator('form')).toBeVisible();
      await expectAccessible(stranger.page, path.replace(/#.*/, ''));
    }
    await expect(stranger.page.getByRole('heading', { level: 1 })).toHaveText(
      german ? 'Willkommen, Nina Neu' : 'Welcome, Nina Neu',
    );
    organisation.browserOptions = {};
  });

  for (const screen of ['glasses', 'phone'] as const) {
    test(`the technician’s page in ${locale} on ${screen}`, async ({ organisation }) => {
      await organisation.admin();
      organisation.browserOptions = { locale, colorScheme };
      const about = await organisation.case();
      const { link } = await organisation.invitation(about.id);
      const { page } = await organisation.stranger('Toni Technik', screens[screen]);
      await page.goto(`/t/#${'A'.repeat(43)}`);
      await expect(page.locator('main[data-problem=linkInvalid]')).toBeVisible();
      await expectAccessible(page, 'problem');

      await page.goto('about:blank');
      await page.goto(link);
      await expect(page.locator('main.join')).toContainText(
        german ? 'Kamera und Mikrofon werden benutzt' : 'Your camera and your microphone are used',
      );
      await expectAccessible(page, 'join');
      await page.locator('input[name=name]').fill('Toni Technik');
      await page.locator('[data-command=join]').click();
      await expect(page.locator('[data-command=endCall]')).toBeVisible();
      await expectAccessible(page, 'call');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, 'help');
      await page.keyboard.press('Escape');
      await page.locator('[data-command=endCall]').click();
      await expect(page.getByRole('alertdialog')).toBeVisible();
      await expectAccessible(page, 'confirm');
      await page.locator('[data-command=confirm]').click();
      await expect(page.locator('main.after')).toContainText(german ? 'Vielen Dank' : 'Thank you');
      await expectAccessible(page, 'after');

      const stranger = await organisation.stranger('Stranger', screens[screen]);
      await stranger.page.goto('/t/');
      await expect(stranger.page.locator('form')).toBeVisible();
      await expectAccessible(stranger.page, 'sign-in');
      const tom = await organisation.person(`Tom ${locale} ${screen}`, 'technician', screens[screen]);
      await tom.page.goto('/t/');
      await expect(tom.page.locator('[data-command=callExpert]')).toBeVisible();
      await expectAccessible(tom.page, 'home');
      organisation.browserOptions = {};
    });
  }
}

/** The page has loaded what it shows. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Collected softly: one run tells everything that is wrong. */
async function expectAccessible(page: Page, name: string): Promise<void> {
  // Half-way colours of what is being faded in are nobody's choice.
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect && Number.isFinite(effect.getComputedTiming().endTime));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    // Around notices the library puts two places that hand the focus on as soon as they get it.
    .exclude('span[aria-hidden=true][tabindex="0"]:empty')
    .options({ resultTypes: ['violations'] })
    .analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary?.slice(0, 200)}`).join('; ')}`,
    );
  expect.soft(grave, name).toEqual([]);
}
