import { expect, test } from './support/fixtures.ts';
import { openCall } from './support/calls.ts';
import { screens } from './support/people.ts';
import { twoCameras, withLightAndZoom } from './support/twoCameras.ts';

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
