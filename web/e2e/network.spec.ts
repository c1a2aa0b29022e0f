import { startCall } from './support/calls.ts';
import { expect, freshTest } from './support/fixtures.ts';
import { MediaRelay } from './support/MediaRelay.ts';
import { Organisation } from './support/people.ts';
import { expectMoving } from './support/video.ts';

/** Media of every browser goes by a way that can be cut. */
const test = freshTest.extend<{ relay: MediaRelay }>({
  relay: async ({ server }, use) => {
    const relay = await MediaRelay.open(server.mediaPort);
    await use(relay);
    relay.close();
  },
  organisation: async ({ browser, server, relay }, use) => {
    await use(new Organisation(browser, server, (context) => relay.lead(context)));
    for (const context of browser.contexts()) await context.close();
  },
});

test('a network that goes and comes back elsewhere: both sides hear of it at once, and ICE finds the new way', async ({
  organisation,
  relay,
}, testInfo) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const { picture, technician } = await startCall(organisation, eva);
  const joined = relay.count('session.join');

  relay.cut();
  const since = performance.now();
  const said = async (who: string, seen: Promise<void>) => {
    await seen;
    testInfo.annotations.push({ type: `${who} hears`, description: `${performance.now() - since} ms` });
  };
  await Promise.all([
    said(
      'the expert',
      expect(eva.page.getByTestId('call-trouble')).toContainText('The picture stands still'),
    ),
    said('the technician', expect(technician.page.getByText('Very weak network')).toBeVisible()),
  ]);

  // Long enough that ICE gives up its old way; a restart is asked for over the socket, which still stands.
  await expect.poll(() => relay.count('transport.restartIce'), { timeout: 60_000 }).toBeGreaterThan(0);
  relay.mend();
  await expectMoving(picture);
  await expect(eva.page.getByTestId('call-trouble')).not.toContainText('The picture stands still');
  expect(relay.count('session.join')).toBe(joined);
});
