import { EntryList, ServerStatus, SessionQualityView } from '@fernblick/shared/api';
import { endForAll, startCall } from './support/calls.ts';
import { expect, test } from './support/fixtures.ts';

test('how good a running call is: at the expert, on the status page, and in the case afterwards', async ({
  organisation,
  server,
}, info) => {
  const shoot = async (page: typeof eva.page, name: string) =>
    page.screenshot({ path: info.outputPath(`${name}.png`) });
  const admin = await organisation.admin();
  const eva = await organisation.person('Eva Expert', 'expert');
  const { about, technician } = await startCall(organisation, eva);

  // On demand, with figures that only the device knows and such that only the server knows.
  await eva.page.getByTestId('call-quality').click();
  const toni = eva.page.getByTestId('quality-line').filter({ hasText: 'Toni Technik' });
  await expect(toni).toContainText(/Sends\s*[\d.]+ (k|M)bit\/s.*\d+ × \d+, \d+ frames?\/s/, {
    timeout: 30_000,
  });
  await expect(toni).toContainText('ms there and back');
  await expect(eva.page.getByTestId('quality-line').filter({ hasText: 'Eva Expert' })).toContainText(
    /Receives\s*[\d.]+ (k|M)bit\/s.*\d+ × \d+/,
  );
  await shoot(eva.page, 'panel');
  await eva.page.keyboard.press('Escape');
  await expect(eva.page.getByTestId('quality-panel')).toBeHidden();

  await admin.page.goto('/admin/status');
  await expect(admin.page.getByTestId('status-ready')).toHaveText('Everything works');
  // Calls of other tests may still be waiting for who has gone.
  const session = admin.page.getByTestId('status-session').filter({ hasText: `#${about.number}` });
  await expect(session).toContainText(about.title);
  await expect(session).toContainText(/Toni Technik.*Sends\s*[\d.]+ (k|M)bit\/s/);
  await expect(admin.page.getByTestId('status-worker')).toContainText('runs');
  const bitrate = admin.page.locator('[data-chart=bitrate]');
  await expect(bitrate).toContainText(/in [\d.]+ (k|M)bit\/s/);
  // It moves on by itself.
  const before = await bitrate.locator('path').first().getAttribute('d');
  await expect.poll(() => bitrate.locator('path').first().getAttribute('d')).not.toBe(before);
  await shoot(admin.page, 'status');

  // A dead worker is counted.
  const [{ restarts = 0 } = {}] = (await admin.ask(ServerStatus, 'GET', '/api/status')).workers;
  expect(restarts).toBe(0);

  await endForAll(eva);
  await expect(technician.page.getByText('Thank you')).toBeVisible();
  await expect(session).toBeHidden();

  await eva.page.goto(`/cases/${about.id}`);
  await eva.page.getByTestId('session-quality').click();
  const kept = eva.page.getByTestId('session-quality-panel');
  await expect(kept).toContainText(/Toni Technik.*Sends: bit rate\s*[\d.]+ (k|M)bit\/s/);
  await expect(kept).toContainText(/Sends: picture\s*\d+ × \d+/);
  await shoot(eva.page, 'case');

  const { entries } = await eva.ask(EntryList, 'GET', `/api/cases/${about.id}/entries`);
  const [ended] = entries.flatMap(({ body }) => (body.kind === 'session' ? [body.sessionId] : []));
  const { participants } = await eva.ask(SessionQualityView, 'GET', `/api/sessions/${ended}/quality`);
  const line = participants.find(({ name }) => name === 'Toni Technik');
  expect(line?.up.bitrate?.median).toBeGreaterThan(10_000);
  expect(line?.seconds).toBeGreaterThan(0);
  const refused = await technician.context.request.get(`${server.url}/api/sessions/${ended}/quality`);
  expect(refused.status()).toBe(403);

  // The server is away: the figures stay, and it is said.
  await server.stop();
  await expect(admin.page.getByText('The server does not answer')).toBeVisible({ timeout: 15_000 });
  await shoot(admin.page, 'stale');
  await server.start();
  await expect(admin.page.getByText('The server does not answer')).toBeHidden({ timeout: 15_000 });
});
