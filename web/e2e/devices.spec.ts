import { expect, test } from './support/fixtures.ts';
import { expectSound } from './support/sound.ts';
import { openCall } from './support/calls.ts';
import { screens } from './support/people.ts';
import { plug, twoCameras, withLightAndZoom, withPlugs } from './support/twoCameras.ts';

test.use(twoCameras);

test('an expert controls zoom, light and camera after the technician’s yes, until they forbid it', async ({
  organisation,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const about = await organisation.case();
  await openCall(eva, about.id);
  const { link } = await organisation.invitation(about.id);
  const toni = await organisation.stranger('Toni Technik', screens.glasses);
  await withLightAndZoom(toni.context);
  await toni.page.goto(link);
  await toni.page.getByLabel('Your name').fill('Toni Technik');
  await toni.page.getByRole('button', { name: 'Join call' }).click();

  const controls = eva.page.getByTestId('remote-camera');
  const light = controls.getByTestId('camera-light');
  await light.click();
  const question = toni.page.getByRole('alertdialog');
  await expect(question).toContainText('Eva Expert wants to control zoom and light');
  await expect(controls.getByTestId('camera-status')).toHaveText('Toni Technik is asked first');
  // The digit does the same as the button.
  await toni.page.keyboard.press('1');
  await expect(question).toBeHidden();
  await expect(light).toHaveAttribute('aria-pressed', 'true');
  await expect(toni.page.getByText('Eva Expert has switched the light on')).toBeVisible();

  // Not asked again; what the desk shows is what the camera made of it.
  await controls.getByTestId('camera-closer').click();
  await expect(controls.getByTestId('camera-zoom-now')).toHaveText('1.5 ×');
  const label = () =>
    toni.page
      .locator('[data-picture=camera] video')
      .evaluate((video: HTMLVideoElement) => (video.srcObject as MediaStream).getVideoTracks()[0]?.label);
  const before = await label();
  await controls.getByTestId('camera-switch').click();
  await expect.poll(label).not.toBe(before);
  const seen = () =>
    eva.page.getByTestId('stage-video').evaluate((video: HTMLVideoElement) => video.currentTime);
  const at = await seen();
  await expect.poll(seen).toBeGreaterThan(at);

  await toni.page.getByRole('button', { name: 'More' }).click();
  await toni.page.getByRole('button', { name: 'Remote control off' }).click();
  await expect(controls.getByTestId('camera-status')).toHaveText(
    'Toni Technik does not allow camera control',
  );
  await expect(light).toBeDisabled();
});

test('microphone and camera are chosen during the call and remembered; an unplugged one falls back and comes back', async ({
  organisation,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  await withPlugs(eva.context);
  const about = await organisation.case();
  await openCall(eva, about.id);
  const { link } = await organisation.invitation(about.id);
  const toni = await organisation.guest('Toni Technik', link);
  await expectSound(toni.page);

  // The desk: the second microphone, without joining anew; the level meter shows that it is heard.
  await eva.page.getByTestId('choose-devices').click();
  const second = eva.page.getByRole('menuitemcheckbox', { name: 'Fake Audio Input 2' });
  await second.click();
  await expectSound(toni.page);
  const meter = eva.page.getByRole('meter');
  await expect.poll(async () => Number(await meter.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  const chosen = () => eva.page.evaluate(() => localStorage.getItem('fernblick.device.microphone') ?? '');
  expect(await chosen()).toContain('Fake Audio Input 2');

  await plug(eva.page, 'Fake Audio Input 2', false);
  await expect(eva.page.getByText(/microphone was unplugged. Now in use/).first()).toBeVisible();
  await expectSound(toni.page);
  await plug(eva.page, 'Fake Audio Input 2', true);
  await expect(eva.page.getByText('The microphone is back: Fake Audio Input 2').first()).toBeVisible();
  await expect(eva.page.getByTestId('participant')).toHaveCount(2);

  // The technician: picking a line goes on to the next device of its kind.
  await toni.page.getByRole('button', { name: 'More' }).click();
  await toni.page.getByRole('button', { name: 'Devices' }).click();
  const camera = toni.page.getByRole('button', { name: /Camera: / });
  const name = await camera.textContent();
  await camera.click();
  await expect(camera).not.toHaveText(name ?? '');
  const remembered = await toni.page.evaluate(() => localStorage.getItem('fernblick.device.camera') ?? '');
  expect(remembered).toContain('deviceId');
});

test('the check before a call connects to the media port and says what is missing and how to give it', async ({
  organisation,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  await eva.page.goto('/');
  await eva.page.getByTestId('account-menu').click();
  await eva.page.getByRole('menuitem', { name: 'Check camera and sound' }).click();
  await eva.page.getByTestId('check-start').click();
  await expect(eva.page.getByTestId('check-summary')).toHaveText('Everything a call needs is there.');
  await expect(eva.page.locator('[data-check=network]')).toContainText('UDP');
  await expect(eva.page.locator('[data-check=codec]')).toContainText('VP8');

  const tina = await organisation.person('Tina Technik', 'technician', screens.phone);
  await tina.context.clearPermissions();
  // What a blocked microphone and camera look like to a page.
  await tina.context.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await tina.page.goto('/t/');
  await tina.page.getByRole('button', { name: 'More' }).click();
  await tina.page.getByRole('button', { name: 'Check device' }).click();
  await expect(tina.page.getByText('Something is missing for a call.')).toBeVisible();
  const camera = tina.page.locator('[data-check=camera]');
  await expect(camera).toHaveAttribute('data-state', 'problem');
  await expect(camera).toContainText('Click the sign left of the address.');
  await expect(tina.page.locator('[data-check=network]')).toHaveAttribute('data-state', 'ok');
});
