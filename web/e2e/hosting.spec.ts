import type { Page } from '@playwright/test';
import { endForAll, openCall, startCall } from './support/calls.ts';
import { expect, test } from './support/fixtures.ts';
import { screens } from './support/people.ts';
import { expectSound } from './support/sound.ts';
import { expectMoving } from './support/video.ts';

test('nobody takes a call: a message and a wish stay, an expert calls back by voice, the camera comes when it may', async ({
  organisation,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  await eva.page.goto('/');
  const toni = await organisation.person('Toni Technik', 'technician', screens.phone);
  await toni.page.goto('/t/');
  await toni.page.getByRole('button', { name: 'Call expert' }).click();
  await expect(toni.page.getByText(/Calling: .*Eva Expert/)).toBeVisible();
  await eva.page.getByTestId('decline').click();
  await eva.page.getByRole('textbox', { name: 'A word' }).fill('On the phone');
  await eva.page.getByTestId('decline-send').click();

  await expect(toni.page.getByRole('heading', { name: 'Nobody can take the call now' })).toBeVisible();
  await expect(toni.page.getByText('Eva Expert: On the phone')).toBeVisible();
  await expect(toni.page.getByText(/It rang for: .*Eva Expert/)).toBeVisible();
  await toni.page.getByRole('button', { name: 'Leave message' }).click();
  await toni.page.getByRole('textbox', { name: 'Message' }).fill('The seal is wet again');
  await toni.page.getByRole('button', { name: 'Send' }).click();
  await toni.page.getByRole('button', { name: 'Back', exact: true }).click();
  await toni.page.getByRole('button', { name: 'Ask for call back' }).click();
  await expect(toni.page.getByText('They see that you wait for a call')).toBeVisible();
  await toni.page.getByRole('button', { name: 'End call' }).click();
  await toni.page.getByRole('button', { name: 'Confirm' }).click();
  await toni.page.getByRole('button', { name: 'Home' }).click();

  // Still there after loading the desk anew.
  await eva.page.reload();
  await expect(eva.page.getByTestId('call-backs').first()).toContainText(
    'Toni Technik asks to be called back',
  );
  await eva.page.getByTestId('call-backs').getByRole('button', { name: 'Voice only' }).click();
  await expect(eva.page.getByTestId('calling')).toContainText('Calling Toni Technik');
  await expect(toni.page.getByRole('heading', { name: 'Eva Expert is calling' })).toBeVisible();
  await toni.page.getByRole('button', { name: 'Accept call' }).click();
  await expect(eva.page.getByTestId('voice-call')).toBeVisible();
  await expectSound(eva.page);
  await toni.page.getByRole('button', { name: 'Camera on' }).click();
  await expectMoving(eva.page.getByTestId('stage-video'));
  await expect(eva.page.getByTestId('voice-call')).toBeHidden();

  // The task is done; the case tells the whole story.
  await eva.page.getByTestId('leave').click();
  await expect(eva.page.locator('[data-kind=callBack]')).toHaveCount(2);
  await expect(eva.page.getByText('Eva Expert called Toni Technik back.')).toBeVisible();
  await expect(eva.page.getByText('The seal is wet again')).toBeVisible();
  await expect(eva.page.getByTestId('call-backs')).toHaveCount(0);
});

test('a busy expert holds one call for another, goes back, and hands over to a colleague who looks first', async ({
  organisation,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const call = await startCall(organisation, eva, screens.glasses);
  const other = await organisation.case('Bearing is loud');
  const { link } = await organisation.invitation(other.id);
  const otto = await organisation.guest('Otto Other', link, screens.phone);

  // The queue stands at the head; nothing lies over the picture.
  const queue = eva.page.getByTestId('call-queue');
  await expect(queue).toContainText('1 waiting');
  await expect(eva.page.getByTestId('ringing-call')).toHaveCount(0);
  await queue.click();
  await expect(eva.page.getByTestId('queued-call')).toContainText('Otto Other');
  await eva.page.getByTestId('queue-accept').click();

  await expect(call.technician.page.getByTestId('on-hold')).toContainText('Eva Expert will be back');
  await expect(eva.page).toHaveURL(new RegExp(other.id));
  await expectMoving(eva.page.getByTestId('stage-video'));
  await queue.click();
  await expect(eva.page.getByTestId('held-call')).toContainText('Toni Technik');
  await eva.page.getByTestId('switch-to').click();
  await expect(call.technician.page.getByTestId('on-hold')).toBeHidden();
  await expect(otto.page.getByTestId('on-hold')).toBeVisible();
  await expectMoving(eva.page.getByTestId('stage-video'));
  await expectSound(call.technician.page);

  // A name of their own: people of other tests are in the same list.
  const karl = await organisation.person('Konrad Kollege', 'expert');
  await eva.page.getByTestId('host-menu').click();
  await eva.page.getByRole('menuitem', { name: 'Hand over' }).click();
  const konrad = eva.page.getByTestId('person').filter({ hasText: 'Konrad Kollege' });
  await expect(konrad).toBeDisabled();
  // Who comes while one chooses can be chosen.
  await karl.page.goto('/');
  await expect(konrad).toBeEnabled();
  await konrad.click();
  await eva.page.getByTestId('offer-word').fill('He knows this pump');
  await eva.page.getByTestId('offer-send').click();
  const card = karl.page.getByTestId('offer');
  await expect(card).toContainText('He knows this pump');
  await karl.page.getByTestId('offer-case').click();
  await expect(karl.page.getByRole('heading', { name: call.about.title })).toBeVisible();
  await karl.page.getByTestId('offer-accept').click();
  await expectMoving(karl.page.getByTestId('stage-video'));
  // Eva is out, and the call on hold is one click away.
  await expect(eva.page.getByTestId('call-over')).toContainText('You have handed the call over');
  await eva.page.getByTestId('held-resume').click();
  await expectMoving(eva.page.getByTestId('stage-video'));
  await expect(otto.page.getByTestId('on-hold')).toBeHidden();
});

test('the host takes a guest out: media ends on the server although their page keeps its transports, and they stay out', async ({
  organisation,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const about = await organisation.case('Valve is stuck');
  const picture = await openCall(eva, about.id);
  const { link } = await organisation.invitation(about.id);
  const guest = await organisation.stranger('Greta Gast', screens.phone);
  // A page that does not let go: what still flows then is what the server lets flow.
  await guest.page.addInitScript(() => {
    const kept: RTCPeerConnection[] = [];
    Object.assign(window, { kept });
    const Native = RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        kept.push(this);
      }
      override close(): void {
        // Never.
      }
    };
    MediaStreamTrack.prototype.stop = () => undefined;
  });
  await guest.page.goto(link);
  await guest.page.getByLabel('Your name').fill(guest.name);
  await guest.page.getByRole('button', { name: 'Join call' }).click();
  await expectMoving(picture);
  const before = await received(guest.page);
  await expect.poll(() => received(guest.page)).toBeGreaterThan(before);

  await eva.page.getByTestId('host-menu').click();
  await eva.page.getByRole('menuitem', { name: 'Remove Greta Gast' }).click();
  await eva.page.getByTestId('confirm-remove').click();
  await expect(guest.page.getByText('You were taken out of the call')).toBeVisible();
  const atEnd = await received(guest.page);
  const sent = await acknowledged(guest.page);
  // The transports of the page live on for as long as it takes them to notice that nobody answers.
  await expect
    .poll(() => iceStates(guest.page), { timeout: 30_000 })
    .toEqual(['disconnected', 'disconnected']);
  expect(await received(guest.page)).toBe(atEnd);
  expect(await acknowledged(guest.page)).toBe(sent);

  await guest.page.getByRole('button', { name: 'Call again' }).click();
  await expect(guest.page.getByText('has to let you in again')).toBeVisible();
  await eva.page.getByRole('button', { name: 'Let Greta Gast in again' }).click();
  // The page asks again by hand; the host's word may still be on its way.
  await expect(async () => {
    await guest.page.getByRole('button', { name: 'Try again' }).click({ timeout: 3_000 });
    await expect(guest.page.getByRole('button', { name: 'End call' })).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expectMoving(picture);

  await endForAll(eva);
  await expect(guest.page.getByText('The expert has ended the call.')).toBeVisible();
});

type Kept = { kept: RTCPeerConnection[] };

/** RTP packets that the page's kept connections have received. */
function received(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { kept } = window as unknown as Kept;
    let packets = 0;
    for (const connection of kept)
      for (const report of (await connection.getStats()).values())
        if (report.type === 'inbound-rtp') packets += report.packetsReceived;
    return packets;
  });
}

/** Reports in which the server told the page that its pictures and sound arrive. */
function acknowledged(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { kept } = window as unknown as Kept;
    let newest = 0;
    for (const connection of kept)
      for (const report of (await connection.getStats()).values())
        if (report.type === 'remote-inbound-rtp') newest = Math.max(newest, report.timestamp);
    return newest;
  });
}

function iceStates(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (window as unknown as Kept).kept
      .map(({ iceConnectionState }) => iceConnectionState)
      .filter((state) => state !== 'new'),
  );
}
