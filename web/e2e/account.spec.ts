import * as z from 'zod';
import { GroupList, Me } from '@fernblick/shared/api';
import { expect, test } from './support/fixtures.ts';
import { PASSWORD, screens } from './support/people.ts';

test('one changes the own password and is signed out everywhere else', async ({ organisation }, testInfo) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const { email, principal } = await eva.ask(Me, 'GET', '/api/me');
  const home = await organisation.stranger('Eva at home', screens.phone);
  await home.ask(z.unknown(), 'POST', '/api/sign-in', { email, password: PASSWORD });
  await home.page.goto('/account');
  await expect(home.page.getByLabel('Present password')).toBeVisible();
  await home.page.screenshot({ path: testInfo.outputPath('phone.png') });
  await eva.page.goto('/');
  await expect(eva.page.getByTestId('account-menu')).toBeVisible();
  await eva.page.getByTestId('account-menu').click();
  await eva.page.getByRole('menuitem', { name: 'My account and password' }).click();
  await expect(eva.page.getByRole('heading', { name: 'My account', level: 1 })).toBeVisible();

  const change = async (current: string) => {
    await eva.page.getByLabel('Present password').fill(current);
    await eva.page.getByLabel('New password').fill('another good password');
    await eva.page.getByRole('button', { name: 'Change password' }).click();
  };
  await change('not my password');
  await expect(eva.page.getByRole('alert')).toContainText('The present password is not right.');
  const newLine = eva.page.waitForEvent('websocket');
  await change(PASSWORD);
  await expect(eva.page.getByRole('status').getByText('Your password is changed.')).toBeVisible();
  await eva.page.screenshot({ path: testInfo.outputPath('desk.png') });
  // The page's own line was ended with all others, and is back with the new sign-in: calls ring here again.
  await newLine;
  const isOnline = async () => {
    const { groups } = await eva.ask(GroupList, 'GET', '/api/groups');
    return groups.flatMap(({ members }) => members).find(({ id }) => id === principal.id)?.online;
  };
  await expect.poll(isOnline).toBe(true);
  await eva.page.reload();
  await expect(eva.page.getByRole('heading', { name: 'My account', level: 1 })).toBeVisible();
  await home.page.reload();
  await expect(home.page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});
