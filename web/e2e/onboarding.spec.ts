import { CaseList } from '@fernblick/shared/api';
import { expect, freshTest as test } from './support/fixtures.ts';
import { PASSWORD, setUp } from './support/people.ts';
import { expectMoving } from './support/video.ts';

test('the first steps are left, taken up in another browser, and end with a test call', async ({
  organisation,
  server,
}) => {
  const ada = await organisation.stranger('Ada Admin');
  await setUp(ada, server, { orgName: 'Muster GmbH', email: 'ada@example.com' });

  await expect(ada.page.getByRole('heading', { name: 'Organisation' })).toBeVisible();
  await ada.page.getByLabel('Name of the organisation').fill('Muster Service GmbH');
  await ada.page.getByTestId('onboarding-next').click();
  await expect(ada.page.getByTestId('public-url')).toHaveText(server.url);
  await expect(ada.page.getByTestId('browser-checks').locator('[data-well=true]')).toHaveCount(5);
  await ada.page.getByTestId('onboarding-skip').click();
  await expect(ada.page.getByRole('heading', { name: 'People' })).toBeVisible();
  await ada.page.getByTestId('onboarding-leave').click();
  const reminder = ada.page.getByTestId('onboarding-reminder');
  await expect(reminder).toContainText('1 of 5 done');
  await expect(reminder).toContainText('Address and certificate, People');

  // At another computer it goes on where it was left.
  const later = await organisation.stranger('Ada Admin');
  await later.page.goto('/');
  await later.page.getByLabel('E-mail').fill('ada@example.com');
  await later.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await later.page.getByRole('button', { name: 'Sign in' }).click();
  await later.page.getByTestId('onboarding-resume').click();
  await expect(later.page.getByRole('heading', { name: 'People' })).toBeVisible();
  await later.page.getByTestId('onboarding-next').click();
  await later.page.getByTestId('new-group-name').fill('Night shift');
  await later.page.getByTestId('new-group').click();
  await expect(later.page.getByText('Night shift')).toBeVisible();
  await later.page.getByTestId('onboarding-next').click();

  await later.page.getByTestId('start-test').click();
  const link = await later.page.getByTestId('link').inputValue();
  const phone = await organisation.guest('Telephone', link);
  await expectMoving(later.page.getByTestId('test-picture'));
  await expect(later.page.getByText('The picture arrives: 1280 × 720.')).toBeVisible();
  await expect(later.page.getByText('Sound arrives.')).toBeVisible();
  await later.page.getByTestId('end-test').click();
  await expect(later.page.getByText('The test call is over.')).toBeVisible();
  await expect(phone.page.getByText('The expert has ended the call.')).toBeVisible();
  await later.page.getByTestId('onboarding-next').click();
  await expect(later.page.getByText('What you skipped stays in the reminder')).toBeVisible();

  const { cases } = await later.ask(CaseList, 'GET', '/api/cases');
  expect(cases).toMatchObject([{ title: 'Test call', status: 'closed', test: true }]);
  await later.page.getByTestId('onboarding-desk').click();
  await expect(later.page.getByTestId('onboarding-reminder')).toContainText('4 of 5 done');
  await later.page.getByRole('button', { name: 'Do not remind me' }).click();
  await expect(later.page.getByTestId('onboarding-reminder')).toBeHidden();
});
