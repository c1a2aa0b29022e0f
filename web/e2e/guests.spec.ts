import { join } from 'node:path';
import * as z from 'zod';
import { InvitationList } from '@fernblick/shared/api';
import { expect, test } from './support/fixtures.ts';
import { openCall } from './support/calls.ts';
import { Organisation } from './support/people.ts';
import { Server } from './support/Server.ts';

test('a single-use link belongs to its first device; revoking it ends the call at once', async ({
  organisation,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const about = await organisation.case();
  const other = await organisation.case('Valve stuck');
  await openCall(eva, about.id);
  const { link, invitation } = await organisation.invitation(about.id);
  const toni = await organisation.guest('Toni Technik', link);

  // Another device is told so; the first one may come back and is known.
  const second = await organisation.stranger('Somebody');
  await second.page.goto(link);
  await expect(second.page.locator('main[data-problem=linkUsed]')).toBeVisible();
  await expect(second.page.getByText('This link was used on another device')).toBeVisible();
  await toni.page.reload();
  await expect(toni.page.getByText('You join as Toni Technik.')).toBeVisible();
  await toni.page.getByRole('button', { name: 'Join call' }).click();
  await expect(toni.page.getByText('Expert: Eva Expert')).toBeVisible();

  // A guest reaches one case and only what a guest may see.
  const code = async (path: string) => {
    const response = await toni.context.request.get(path);
    return z.object({ code: z.string() }).safeParse(await response.json()).data?.code;
  };
  expect(await code(`/api/cases/${about.id}`)).toBeUndefined();
  expect(await code(`/api/cases/${other.id}`)).toBe('FORBIDDEN');
  expect(await code('/api/cases')).toBe('FORBIDDEN');
  expect(await code('/api/people')).toBe('FORBIDDEN');
  expect(await code('/api/audit')).toBe('FORBIDDEN');
  const refused = async (method: string, path: string, data: object = {}) => {
    const { origin } = new URL(toni.page.url());
    const response = await toni.context.request.fetch(path, { method, headers: { origin }, data });
    return response.status();
  };
  const renamed = { version: about.version, title: 'Renamed by a guest' };
  expect(await refused('PATCH', `/api/cases/${about.id}`, renamed)).toBe(403);
  expect(await refused('POST', `/api/cases/${about.id}/invitations`)).toBe(403);
  expect(await refused('PATCH', '/api/org')).toBe(403);
  const desk = await toni.context.newPage();
  for (const path of ['/', `/cases/${about.id}`, `/cases/${about.id}/call`, '/admin/people']) {
    await desk.goto(path);
    await expect(desk, path).toHaveURL(/sign-in/);
  }
  await desk.close();

  await eva.ask(z.unknown(), 'POST', `/api/invitations/${invitation.id}/revoke`, {});
  await expect(toni.page.getByText('You were signed out.')).toBeVisible();
  await expect(eva.page.getByTestId('participant')).toHaveCount(1);
  expect(await code(`/api/cases/${about.id}`)).toBe('NOT_SIGNED_IN');
  const { invitations } = await eva.ask(InvitationList, 'GET', `/api/cases/${about.id}/invitations`);
  expect(invitations[0]?.state).toBe('revoked');
  await second.page.goto('about:blank');
  await second.page.goto(link);
  await expect(second.page.locator('main[data-problem=linkRevoked]')).toBeVisible();
  await second.page.goto('about:blank');
  await second.page.goto(`/t/#${'A'.repeat(43)}`);
  await expect(second.page.locator('main[data-problem=linkInvalid]')).toBeVisible();
});

test('a link that has run out lets nobody new in, and says so', async ({ browser }) => {
  const server = await Server.start();
  try {
    const organisation = new Organisation(browser, server);
    const about = await organisation.case();
    const { link } = await organisation.invitation(about.id, 'many', 5);
    const early = await organisation.stranger('Early');
    await early.page.goto(link);
    await expect(early.page.getByRole('button', { name: 'Join call' })).toBeVisible();

    await server.stop();
    server.env.NODE_OPTIONS = `--import=${join(import.meta.dirname, 'support', 'laterClock.mjs')}`;
    server.env.CLOCK_AHEAD_MS = String(6 * 60_000);
    await server.start();
    const late = await organisation.stranger('Late');
    await late.page.goto(link);
    await expect(late.page.locator('main[data-problem=linkExpired]')).toBeVisible();
    await expect(late.page.getByText('This link has expired')).toBeVisible();
    // Whoever had the page open already is told the same.
    await early.page.getByLabel('Your name').fill('Early');
    await early.page.getByRole('button', { name: 'Join call' }).click();
    await expect(early.page.locator('main[data-problem=linkExpired]')).toBeVisible();
  } finally {
    await server.close();
  }
});
