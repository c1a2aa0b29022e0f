import { expect, freshTest as test } from './support/fixtures.ts';
import { PASSWORD, setUp } from './support/people.ts';

test('first admin by the printed link, an expert by invitation, both at their pages', async ({
  organisation,
  server,
}) => {
  const ada = await organisation.stranger('Ada Admin');
  await ada.page.goto('/');
  await expect(ada.page.getByText('This server has no admin yet.')).toBeVisible();
  await setUp(ada, server, { orgName: 'Muster GmbH', email: 'ada@example.com' });
  await ada.page.getByTestId('onboarding-leave').click();
  await expect(ada.page.getByText('No cases yet')).toBeVisible();

  // The link works once.
  const late = await organisation.stranger('Somebody');
  await setUp(late, server, { orgName: 'Other GmbH', email: 'somebody@example.com' });
  await expect(
    late.page.getByText('This link has expired or was used already.', { exact: false }).first(),
  ).toBeVisible();

  await ada.page.goto('/admin/people');
  await ada.page.getByTestId('invite-person').click();
  const dialog = ada.page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Eva Expert');
  await dialog.getByLabel('E-mail').fill('eva@example.com');
  await dialog.getByRole('button', { name: /Invite|Make/ }).click();
  const link = await ada.page.getByTestId('link').first().inputValue();
  expect(link).toMatch(/\/activate#[\w-]{43}$/);

  const eva = await organisation.stranger('Eva Expert');
  await eva.page.goto(link);
  await expect(eva.page.getByText('Welcome, Eva Expert')).toBeVisible();
  await eva.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await eva.page.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(eva.page.getByText('No calls. Who rings, appears here.')).toBeVisible();

  // Deactivated: the open desk ends at once, and signing in is over.
  await ada.page.keyboard.press('Escape');
  await ada.page.reload();
  await ada.page
    .getByRole('listitem')
    .filter({ hasText: 'eva@example.com' })
    .getByRole('button')
    .last()
    .click();
  await ada.page.getByRole('menuitem', { name: /Deactivate/ }).click();
  await ada.page.getByTestId('deactivate').click();
  await expect(eva.page).toHaveURL(/sign-in/);
  await eva.page.getByLabel('E-mail').fill('eva@example.com');
  await eva.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await eva.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(eva.page.getByText('E-mail or password is wrong.')).toBeVisible();

  // Signing out on all devices ends the open pages of each.
  const second = await organisation.stranger('Ada Admin');
  await second.page.goto('/');
  await second.page.getByLabel('E-mail').fill('ada@example.com');
  await second.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await second.page.getByRole('button', { name: 'Sign in' }).click();
  await second.page.getByTestId('account-menu').click();
  await second.page.getByRole('menuitem', { name: 'Sign out on all devices' }).click();
  for (const { page } of [second, ada]) await expect(page).toHaveURL(/sign-in/);
  await ada.page.goto('/');
  await expect(ada.page).toHaveURL(/sign-in/);
});
