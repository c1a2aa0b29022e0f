import { EntryList } from '@fernblick/shared/api';
import { startCall } from './support/calls.ts';
import { expect, test } from './support/fixtures.ts';
import { drawOn } from './support/strokes.ts';

test('a case is made, renamed, found by its number, closed and opened again', async ({ organisation }) => {
  const { page } = await organisation.person('Eva Expert', 'expert');
  await page.goto('/');
  await page.getByTestId('new-case').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What is the problem?').fill('Compressor K-7 overheats');
  await dialog.getByLabel('Machine').fill('K-7');
  await dialog.getByLabel('Customer').fill('Molkerei Süd');
  await dialog.getByRole('button', { name: 'Create case' }).click();
  await expect(page.getByRole('heading', { name: 'Compressor K-7 overheats' })).toBeVisible();
  const number = /Case (\d+)/.exec(await page.locator('main').innerText())?.[1] ?? '';
  expect(Number(number)).toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Rename' }).first().click();
  await page.getByRole('textbox', { name: 'Rename' }).fill('Compressor K-7 overheats at night');
  await page.keyboard.press('Enter');
  const timeline = page.getByTestId('timeline');
  await expect(timeline).toContainText('renamed it to “Compressor K-7 overheats at night”');

  await page.getByRole('button', { name: 'Status: New' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Solved' }).click();
  await expect(page.getByRole('button', { name: 'Status: Solved' })).toBeVisible();
  await expect(timeline).toContainText('set the status to Solved');

  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByText('The case is closed. Reopen it to write.')).toBeVisible();

  // Among all cases it is found by its number, which stands nowhere else in it, and by no other's.
  const other = await organisation.case('Valve stuck');
  await page.goto('/');
  const list = page.getByTestId('case-list');
  await expect(list).toContainText('Valve stuck');
  await expect(list).not.toContainText('Compressor K-7');
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByTestId('case-search').fill(number);
  await expect(list).toContainText('Compressor K-7 overheats at night');
  await page.getByTestId('case-search').fill(String(other.number));
  await expect(list).not.toContainText('Compressor K-7');
  await expect(list).toContainText('Valve stuck');

  await page.goto('/');
  // Keys reach the desk once it is there.
  await expect(page.getByTestId('search').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await page
    .getByRole('dialog')
    .getByRole('combobox')
    .or(page.getByRole('dialog').getByRole('textbox'))
    .first()
    .fill(number);
  await page.getByRole('option').filter({ hasText: 'Compressor K-7' }).first().click();
  await page.getByRole('button', { name: 'Reopen' }).click();
  await expect(page.getByTestId('composer')).toBeVisible();
});

test('an internal message stays inside, a shared one reaches the guest', async ({ organisation }) => {
  const { page } = await organisation.person('Eva Expert', 'expert');
  const about = await organisation.case();
  const { link } = await organisation.invitation(about.id);
  const toni = await organisation.guest('Toni Technik', link);
  await page.goto(`/cases/${about.id}`);
  for (const [visibility, text] of [
    ['internal', 'Spare part is out of stock.'],
    ['shared', 'The fan was blocked.'],
  ] as const) {
    await page.getByTestId(`visibility-${visibility}`).click();
    await page.getByTestId('composer').fill(text);
    await page.keyboard.press('Control+Enter');
    const message = page.locator('[data-kind=message]').filter({ hasText: text });
    await expect(message).toBeVisible();
    await expect(message.getByText('Internal')).toHaveCount(visibility === 'internal' ? 1 : 0);
  }
  const { entries } = await toni.ask(EntryList, 'GET', `/api/cases/${about.id}/entries`);
  const texts = entries.flatMap(({ body }) => (body.kind === 'message' ? [body.text] : []));
  expect(texts).toEqual(['The fan was blocked.']);
});

test('everything of a session is in the timeline afterwards, the same after a restart', async ({
  organisation,
  server,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const { about, picture, technician } = await startCall(organisation, eva);
  await drawOn(eva.page, picture, [
    [0.4, 0.4],
    [0.5, 0.5],
  ]);
  await eva.page.keyboard.press('x');
  await expect(eva.page.getByTestId('call-snapshot')).toHaveCount(1, { timeout: 30_000 });
  await eva.page.getByTestId('chat-input').fill('Close valve V2');
  await eva.page.keyboard.press('Enter');
  await expect(technician.page.getByText('Close valve V2').first()).toBeVisible();
  await technician.page.locator('[data-command=endCall]').click();
  await technician.page.locator('[data-command=confirm]').click();
  await eva.page.getByTestId('leave').click();

  // The next one calls in vain, and hangs up.
  const { link } = await organisation.invitation(about.id);
  const nora = await organisation.guest('Nora Nachtschicht', link);
  await expect(eva.page.getByTestId('ringing-call')).toContainText('Nora Nachtschicht');
  await nora.page.locator('[data-command=endCall]').click();
  await nora.page.locator('[data-command=confirm]').click();
  await expect(eva.page.getByTestId('ringing-call')).toBeHidden();

  const kinds = async () => {
    const { entries } = await eva.ask(EntryList, 'GET', `/api/cases/${about.id}/entries`);
    return entries.map(({ kind }) => kind).sort();
  };
  const whole = [
    'annotation',
    'caseChange',
    ...new Array<string>(4).fill('invitation'),
    'message',
    'missedCall',
    'session',
    'snapshot',
  ];
  await expect.poll(kinds).toEqual(whole);
  const onPage = async () => {
    await eva.page.goto(`/cases/${about.id}`);
    const timeline = eva.page.getByTestId('timeline');
    await expect(timeline).toContainText('Close valve V2');
    await expect(timeline).toContainText('Annotated frame, 1 drawing');
    const session = timeline.locator('[data-kind=session]');
    await expect(session).toHaveCount(1);
    await expect(session).toContainText(/with .*Toni Technik/);
    for (const count of ['1 drawing', '1 snapshot', '1 message']) await expect(session).toContainText(count);
    const missed = timeline.locator('[data-kind=missedCall]');
    await expect(missed).toContainText(
      /Missed call.*Nora Nachtschicht called .*Hung up before anyone answered/,
    );
    await expect(timeline.locator('[data-kind=snapshot] img')).toBeVisible();
  };
  await onPage();
  await server.stop();
  await server.start();
  expect(await kinds()).toEqual(whole);
  await onPage();
});
