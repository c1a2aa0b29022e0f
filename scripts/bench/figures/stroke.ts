import type { Page } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { CreatedInvitation } from '@fernblick/shared/api';
import { InvitationId, newId } from '@fernblick/shared/protocol';
import { openBrowser, openContext } from '../Browser.ts';
import { Line } from '../line/Line.ts';
import { quantile } from '../pairs.ts';
import { Product } from '../product/Product.ts';
import type { Row } from '../Row.ts';
import type { Scope } from '../Scope.ts';
import { strokeProbe } from '../strokeProbe.ts';
import type { Figure } from './Figure.ts';

const ROUND_TRIPS = [0, 80];
const STROKES = 8;
const MOVES = 8;
const GOAL_MS = 25;

/** From the pointer at the desk to the painted stroke on the technician's display: the product's own pages. */
export const stroke: Figure = {
  title: 'Stroke from pointer to the other screen',
  timeoutMs: 200_000,
  async measure(scope: Scope): Promise<Row[]> {
    const product = await Product.start(scope);
    const { office } = product;
    const expert = await office.person('Eva Expert', 'expert');
    const caseId = await office.case();
    const line = await Line.open(scope, product.server.port);
    const media = [{ from: product.server.mediaPort, to: await line.openMedia(product.server.mediaPort) }];

    const desk = await (await openContext(await openBrowser(scope), expert.cookie)).newPage();
    await desk.addInitScript(strokeProbe);
    await desk.goto(`${office.url}/cases/${caseId}`);
    await desk.getByTestId('call').click();
    await desk.getByTestId('call-room').waitFor();

    const { link } = await office.admin.ask(CreatedInvitation, 'POST', `/api/cases/${caseId}/invitations`, {
      id: newId(InvitationId),
      use: 'single',
      minutes: 60,
    });
    const display = await (await openContext(await openBrowser(scope), '')).newPage();
    await display.setViewportSize({ width: 854, height: 480 });
    await display.context().grantPermissions(['camera', 'microphone'], { origin: line.url });
    await display.addInitScript(strokeProbe);
    await display.addInitScript(goByLine(media));
    const { pathname, hash } = new URL(link);
    await display.goto(`${line.url}${pathname}${hash}`);
    await display.getByLabel('Your name').fill('Toni Technik');
    await display.getByRole('button', { name: 'Join call' }).click();
    const surface = desk.getByTestId('draw-surface');
    await surface.waitFor();
    await display.locator('.picture canvas').waitFor();

    const rows: Row[] = [];
    for (const roundTrip of ROUND_TRIPS) {
      line.delayMs = roundTrip / 2;
      await sleep(1_000);
      await draw(desk, display, 0);
      const times: number[] = [];
      for (let index = 0; index < STROKES; index++) times.push(...(await draw(desk, display, index)));
      const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
      // The display is at the end of the line, the desk is not: a stroke goes half of its round trip.
      const limit = GOAL_MS + roundTrip / 2;
      rows.push({
        figure: `stroke painted, round trip ${roundTrip} ms, p95`,
        unit: 'ms',
        ours: p95,
        goal: { text: `<= ${limit} ms`, met: p95 <= limit },
        note: `p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)}, ${times.length} moves of ${STROKES} strokes`,
      });
    }
    return rows;
  },
};

/** One stroke across the picture; milliseconds from each move to its paint. */
async function draw(desk: Page, display: Page, row: number): Promise<number[]> {
  const box = await desk.getByTestId('draw-surface').boundingBox();
  if (!box) throw new Error('there is nothing to draw on');
  const y = 0.15 + (0.7 * row) / STROKES;
  const to = (x: number) => desk.mouse.move(box.x + x * box.width, box.y + y * box.height);
  await to(0.1);
  await desk.mouse.down();
  await to(0.12);
  await sleep(150);
  const times: number[] = [];
  for (let move = 1; move <= MOVES; move++) {
    const x = 0.12 + (0.7 * move) / MOVES;
    await display.evaluate(`strokeProbe.arm(${x}, ${y})`);
    // Not in step with any frame.
    await sleep(40 + 37 * (move % 3));
    await to(x);
    const painted = await paintedAt(display);
    times.push(painted - z.number().parse(await desk.evaluate('strokeProbe.moved')));
  }
  await desk.mouse.up();
  await sleep(100);
  return times;
}

/** When the display painted what it waits for. */
async function paintedAt(display: Page): Promise<number> {
  for (const until = performance.now() + 5_000; performance.now() < until; await sleep(20)) {
    const seen = z
      .number()
      .optional()
      .parse(await display.evaluate('strokeProbe.seen()'));
    if (seen !== undefined) return seen;
  }
  throw new Error('a move was not painted within 5 s');
}

/** See pages/mediaPort.ts; the product's own pages know nothing of the bench. */
function goByLine([port]: { from: number; to: number }[]): string {
  return `(() => {
    const original = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
      const lines = sdp.split('\\r\\n').filter((line) => !line.startsWith('a=candidate') || line.includes(' udp '));
      return original.call(this, { type, sdp: lines.join('\\r\\n').replaceAll(' ${port?.from} typ', ' ${port?.to} typ') });
    };
  })();`;
}
