import type { Page } from '@playwright/test';
import { encode } from 'uqr';
import { CaseList, CaseView, EntryList, SnapshotList } from '@fernblick/shared/api';
import { CaseId, newId } from '@fernblick/shared/protocol';
import { expect, test } from './support/fixtures.ts';
import { screens } from './support/people.ts';

/** Holds a sheet with a code before the camera. */
async function holdUp(page: Page, text: string): Promise<void> {
  const { data, size } = encode(text, { border: 4 });
  await page.evaluate(
    ({ data, size }) => {
      Object.assign(window, { heldUp: { data, size } });
    },
    { data, size },
  );
}

/** A camera that sees what is held up; the fake one of the browser films a pump room. */
async function seeSheets(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => {
      const canvas = document.createElement('canvas');
      canvas.width = 1280;
      canvas.height = 720;
      const paint = canvas.getContext('2d');
      setInterval(() => {
        const { heldUp } = window as unknown as { heldUp?: { data: boolean[][]; size: number } };
        if (!paint) return;
        paint.fillStyle = '#ccc';
        paint.fillRect(0, 0, 1280, 720);
        const unit = Math.floor(560 / (heldUp?.size ?? 1));
        heldUp?.data.forEach((row, y) => {
          row.forEach((dark, x) => {
            paint.fillStyle = dark ? '#222' : '#fff';
            paint.fillRect(360 + x * unit, 80 + y * unit, unit, unit);
          });
        });
      }, 50);
      return Promise.resolve(canvas.captureStream(20));
    };
  });
}

test('a technician scans: what is foreign is not opened, a case and an invitation are', async ({
  organisation,
}) => {
  const tom = await organisation.person('Tom Techniker', 'technician', screens.phone);
  const { id, number } = await tom.ask(CaseView, 'POST', '/api/cases', {
    id: newId(CaseId),
    title: 'Bearing is hot',
  });
  const others = await organisation.case('Somebody else’s pump');
  expect((await tom.ask(CaseList, 'GET', '/api/cases?mine=true')).cases.map((one) => one.id)).toEqual([id]);
  const admin = await organisation.admin();
  const ofAdmin = (await admin.ask(CaseList, 'GET', '/api/cases?mine=true')).cases.map((one) => one.id);
  expect(ofAdmin).toContain(others.id);
  expect(ofAdmin).not.toContain(id);

  await seeSheets(tom.page);
  await tom.page.goto('/t/');
  await tom.page.locator('[data-command=scan]').click();
  await holdUp(tom.page, `https://evil.example/t/#${'a'.repeat(43)}`);
  await expect(tom.page.getByText('another server (evil.example)')).toBeVisible();
  await holdUp(tom.page, 'S/N 48213-07');
  await expect(tom.page.getByText('Read: “S/N 48213-07”')).toBeVisible();
  await holdUp(tom.page, `${organisation.server.url}/cases/${id}`);
  await expect(tom.page.getByRole('heading', { name: 'Bearing is hot' })).toBeVisible();
  await expect(tom.page.getByText(`Case ${number}`)).toBeVisible();

  await tom.page.locator('[data-command=back]').click();
  await tom.page.locator('[data-command=back]').click();
  await tom.page.locator('[data-command=scan]').click();
  const { link } = await organisation.invitation(others.id);
  await holdUp(tom.page, link);
  await expect(tom.page.getByText('Somebody else’s pump')).toBeVisible();
  await expect(tom.page.getByRole('button', { name: 'Join call' })).toBeVisible();
});

test('what was written and photographed without a line outlives the page and is sent once', async ({
  organisation,
  server,
}) => {
  const tom = await organisation.person('Tom Techniker', 'technician', screens.phone);
  const about = await tom.ask(CaseView, 'POST', '/api/cases', { id: newId(CaseId), title: 'No line' });
  await tom.page.goto('/t/');
  await tom.page.locator('[data-command=myCases]').click();
  await tom.page.getByRole('button', { name: /No line/ }).click();
  await tom.page.locator('[data-command=callExpert]').click();
  await expect(tom.page.locator('[data-command=endCall]')).toBeVisible();
  await expect(tom.page.getByText('Calling:')).toBeVisible();

  await server.stop();
  await expect(tom.page.getByText('Reconnecting')).toBeVisible();
  await tom.page.locator('[data-command=writeMessage]').click();
  await tom.page.getByRole('textbox').fill('The seal is torn');
  await tom.page.locator('[data-command=sendMessage]').click();
  await tom.page.locator('[data-command=back]').click();
  await expect(tom.page.getByText('1 waiting to be sent')).toBeVisible();
  await tom.page.locator('[data-command=takePhoto]').click();
  await expect(tom.page.getByText(/Sending picture/)).toBeVisible();
  const kept = () =>
    tom.page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opened = indexedDB.open('fernblick-outbox');
          opened.onerror = () => reject(new Error('no database'));
          opened.onsuccess = () => {
            const count = opened.result.transaction('waiting').objectStore('waiting').count();
            count.onsuccess = () => {
              opened.result.close();
              resolve(count.result);
            };
          };
        }),
    );
  await expect.poll(kept).toBe(2);
  await tom.page.close();
  await server.start();

  // The page comes up, but the case does not take anything for a moment: it is listed, and sent by hand.
  const page = await tom.context.newPage();
  await page.route(/\/api\/(uploads|cases\/[^/]+\/entries)/, (route) => route.abort());
  await page.goto('/t/');
  await expect(page.getByText('2 not sent yet')).toBeVisible();
  await page.locator('[data-command=outbox]').click();
  await expect(page.getByRole('button', { name: /The seal is torn/ })).toContainText('since');
  await page.unroute(/\/api\/(uploads|cases\/[^/]+\/entries)/);
  await page.locator('[data-command=sendNow]').click();
  await expect(page.getByText('Nothing waits.')).toBeVisible();

  const admin = await organisation.admin();
  const { entries } = await admin.ask(EntryList, 'GET', `/api/cases/${about.id}/entries`);
  const said = entries.filter(({ body }) => body.kind === 'message' && body.text === 'The seal is torn');
  expect(said).toHaveLength(1);
  const { snapshots } = await admin.ask(SnapshotList, 'GET', `/api/cases/${about.id}/snapshots`);
  expect(snapshots).toHaveLength(1);
});
