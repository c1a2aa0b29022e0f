import { execFileSync } from 'node:child_process';
import { type JSHandle, test as base } from '@playwright/test';
import { CaseView, EntryList, SnapshotList } from '@fernblick/shared/api';
import { endForAll, openCall, startCall, type Call } from './support/calls.ts';
import { CuttableLine } from './support/CuttableLine.ts';
import { expect } from './support/fixtures.ts';
import { Organisation } from './support/people.ts';
import { Server } from './support/Server.ts';
import { drawOn, inkOnScreen } from './support/strokes.ts';
import { expectMoving } from './support/video.ts';

const BLUE = '#2f9bff';

/** Pages reach this server through a line that can be cut; media goes its own way. */
const test = base.extend<object, { line: CuttableLine; server: Server; organisation: Organisation }>({
  line: [
    async ({}, use) => {
      const line = await CuttableLine.open();
      await use(line);
      await line.close();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ line }, use) => {
      const server = await Server.start({ PUBLIC_URL: `https://localhost:${line.port}` });
      line.target = server.port;
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  organisation: [
    async ({ browser, server }, use) => {
      await use(new Organisation(browser, server));
    },
    { scope: 'worker' },
  ],
});

test.afterEach(({ organisation }) => organisation.sendHome());

test('a cut line comes back by itself: what was drawn meanwhile arrives once', async ({
  organisation,
  line,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const call = await startCall(organisation, eva);
  const { picture, technician } = call;
  await takeWideBluePen(call);
  await drawDiagonal(call, 0.2);
  await expectSeenDownTo(call, 0.25);

  line.cut();
  await expect(eva.page.getByTestId('call-trouble')).toContainText('Connection lost');
  await expect(technician.page.getByText('Reconnecting')).toBeVisible();
  // Drawn without a line: it shows at once here, and is sent later.
  await drawDiagonal(call, 0.7);
  await expect.poll(async () => (await inkOnScreen(eva.page, picture, BLUE)).bottom).toBeGreaterThan(0.75);
  line.mend();
  await expectSeenDownTo(call, 0.75);
  await expect(eva.page.getByTestId('call-trouble')).toBeHidden();
  await expectMoving(picture);
  await endCall(call);
  await expect.poll(() => strokesOf(organisation, call)).toEqual([2]);
});

test('who alone loses the line has afterwards what the others did meanwhile, once', async ({
  organisation,
  server,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const about = await organisation.case();
  const picture = await openCall(eva, about.id);
  const { link } = await organisation.invitation(about.id);
  // The technician comes by a line of their own; the address that a page came by is its origin.
  const line = await CuttableLine.open();
  line.target = server.port;
  const ownLink = new URL(link);
  ownLink.port = String(line.port);
  try {
    const technician = await organisation.guest('Toni Technik', ownLink.href);
    const ownPicture = technician.page.locator('[data-picture=camera] video');
    const call = { about, expert: eva, technician, picture, ownPicture };
    await expectMoving(picture);
    await takeWideBluePen(call);
    await drawDiagonal(call, 0.1);
    await expectSeenDownTo(call, 0.15);

    line.cut();
    await expect(technician.page.getByText('Reconnecting')).toBeVisible();
    await expect(eva.page.getByTestId('call-trouble')).toBeHidden();
    await drawDiagonal(call, 0.4);
    await drawDiagonal(call, 0.7);
    await eva.page.keyboard.press('Control+z');
    await eva.page.getByTestId('chat-input').fill('Close valve V2');
    await eva.page.keyboard.press('Enter');
    await expect(eva.page.getByText('Close valve V2').first()).toBeVisible();
    const cutOff = await inkOnScreen(technician.page, ownPicture, BLUE);
    expect(cutOff.bottom).toBeLessThan(0.3);
    // The picture goes another way, and goes on.
    await expectMoving(picture);

    line.mend();
    await expect(technician.page.getByText('Close valve V2').first()).toBeVisible();
    await expectSeenDownTo(call, 0.45);
    await expect(technician.page.getByText('Reconnecting')).toBeHidden();
    expect((await inkOnScreen(technician.page, ownPicture, BLUE)).bottom).toBeLessThan(0.6);
    await drawDiagonal(call, 0.8);
    await expectSeenDownTo(call, 0.85);
    await endCall(call);
    await expect.poll(() => strokesOf(organisation, call)).toEqual([4]);
  } finally {
    await line.close();
  }
});

test('a server that is stopped or killed and started again has everyone and everything back', async ({
  organisation,
  server,
}) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const call = await startCall(organisation, eva);
  const { about, picture, technician } = call;
  await takeWideBluePen(call);
  await drawDiagonal(call, 0.1);
  await eva.page.getByTestId('chat-input').fill('Close valve V2');
  await eva.page.keyboard.press('Enter');
  await expect(technician.page.getByText('Close valve V2').first()).toBeVisible();
  await expectSeenDownTo(call, 0.15);
  const before = await eva.ask(CaseView, 'GET', `/api/cases/${about.id}`);

  await server.stop();
  await expect(technician.page.getByText('Reconnecting')).toBeVisible();
  await server.start();
  await expectBack(call);
  await expectSeenDownTo(call, 0.15);
  expect(await eva.ask(CaseView, 'GET', `/api/cases/${about.id}`)).toMatchObject({
    ...before,
    version: expect.any(Number),
    activeAt: expect.any(Number),
    live: { sessionId: before.live?.sessionId },
  });

  // Killed amid drawing: what was stored stays, what was not comes once more, and nothing comes twice.
  await drawDiagonal(call, 0.3);
  await drawDiagonal(call, 0.5);
  const uploading = technician.page.waitForRequest((request) => request.method() === 'PATCH');
  await technician.page.locator('[data-command=takePhoto]').click();
  await uploading;
  await eva.page.getByTestId('chat-input').fill('Now open it again');
  await eva.page.keyboard.press('Enter');
  const killed = server.kill();
  await drawDiagonal(call, 0.7);
  await killed;
  await drawDiagonal(call, 0.8);
  await server.start();
  await expectBack(call);
  await expectSeenDownTo(call, 0.85);
  await expectMoving(picture);
  const photos = async () =>
    (await eva.ask(SnapshotList, 'GET', `/api/cases/${about.id}/snapshots`)).snapshots.length;
  await expect.poll(photos, { timeout: 30_000 }).toBe(1);
  await endCall(call);
  await expect.poll(() => strokesOf(organisation, call)).toEqual([5]);
  const { entries } = await eva.ask(EntryList, 'GET', `/api/cases/${about.id}/entries`);
  expect(entries.filter(({ body }) => body.kind === 'message')).toHaveLength(2);
  expect(entries.filter(({ body }) => body.kind === 'snapshot')).toHaveLength(1);
});

test('a media worker that dies or hangs is replaced: the picture is back without a click', async ({
  organisation,
  server,
}, testInfo) => {
  const eva = await organisation.person('Eva Expert', 'expert');
  const { picture } = await startCall(organisation, eva);
  const [worker = 0] = mediaWorkers(server);
  const stream = await picture.evaluateHandle((video: HTMLVideoElement) => video.srcObject);
  process.kill(worker, 'SIGKILL');
  await expectAnother(picture, stream);
  expect(mediaWorkers(server)).toHaveLength(1);
  expect(mediaWorkers(server)).not.toContain(worker);

  // One that hangs looks alive; it is found out, and the picture comes from its successor.
  const [next = 0] = mediaWorkers(server);
  const second = await picture.evaluateHandle((video: HTMLVideoElement) => video.srcObject);
  const since = performance.now();
  process.kill(next, 'SIGSTOP');
  await expectAnother(picture, second);
  const description = `${Math.round(performance.now() - since)} ms`;
  testInfo.annotations.push({ type: 'picture back after a hang', description });
  expect(mediaWorkers(server)).not.toContain(next);
});

/** Waits for another stream, from another worker, that moves. */
async function expectAnother(picture: Call['picture'], stream: JSHandle<unknown>): Promise<void> {
  await expect
    .poll(() =>
      picture.evaluate(
        (video: HTMLVideoElement, old) => !!video.srcObject && video.srcObject !== old,
        stream,
      ),
    )
    .toBe(true);
  await expectMoving(picture);
}

function mediaWorkers(server: Server): number[] {
  const found = execFileSync('pgrep', ['-P', String(server.pid), '-f', 'mediasoup-worker'], {
    encoding: 'utf8',
  });
  return found.trim().split('\n').map(Number);
}

/** Wide enough to have pixels of the pure colour on the smallest display. */
async function takeWideBluePen({ expert }: Call): Promise<void> {
  for (const key of ['4', ']', ']']) await expert.page.keyboard.press(key);
}

/** From a point on the diagonal a tenth further. */
function drawDiagonal({ expert, picture }: Call, from: number): Promise<void> {
  return drawOn(expert.page, picture, [
    [from, from],
    [from + 0.1, from + 0.1],
  ]);
}

/** Waits until the technician sees strokes down to this share of the picture's height. */
async function expectSeenDownTo({ technician, ownPicture }: Call, bottom: number): Promise<void> {
  await expect
    .poll(async () => (await inkOnScreen(technician.page, ownPicture, BLUE)).bottom, { timeout: 30_000 })
    .toBeGreaterThan(bottom);
}

async function expectBack({ technician, picture }: Call): Promise<void> {
  await expect(technician.page.getByText('Expert: Eva Expert')).toBeVisible({ timeout: 30_000 });
  await expectMoving(picture);
}

async function endCall({ expert, technician }: Call): Promise<void> {
  await endForAll(expert);
  await expect(technician.page.getByText('Thank you')).toBeVisible();
}

/** Strokes of each finished call of the case, as its timeline says. */
async function strokesOf(organisation: Organisation, { about }: Call): Promise<number[]> {
  const admin = await organisation.admin();
  const { entries } = await admin.ask(EntryList, 'GET', `/api/cases/${about.id}/entries`);
  return entries.flatMap(({ body }) => (body.kind === 'session' ? [body.strokes] : []));
}
