import { expect, test } from 'vitest';
import { StrokeId, StrokePreview, SurfaceId, newId } from '../protocol/index.ts';
import { PREVIEW_INTERVAL_MS, PreviewSender } from './PreviewSender.ts';
import { VirtualEnvironment } from './virtualEnvironment.ts';

const surfaceId = newId(SurfaceId);

/** A part of a stroke whose points carry their index as their time. */
function part(id: StrokeId, from: number, count: number): StrokePreview {
  const points = Array.from({ length: count }, (_, index) => [0.5, 0.5, from + index]);
  return StrokePreview.parse({ id, surfaceId, tool: 'pen', color: '#ff0000', width: 0.01, from, points });
}

function makeSender() {
  const environment = new VirtualEnvironment();
  const sent: StrokePreview[] = [];
  const sender = new PreviewSender(environment, (preview) => sent.push(preview));
  return { environment, sent, sender };
}

test('the first part goes at once, what follows goes together and not more often than frames are shown', async () => {
  const { environment, sent, sender } = makeSender();
  const [one, other] = [newId(StrokeId), newId(StrokeId)];
  sender.add(part(one, 0, 3));
  sender.add(part(other, 0, 1));
  sender.add(part(one, 3, 2));
  sender.add(part(one, 5, 1));
  expect(sent).toEqual([part(one, 0, 3)]);
  await environment.pass(PREVIEW_INTERVAL_MS);
  expect(sent.slice(1)).toEqual([part(other, 0, 1), part(one, 3, 3)]);
  await environment.pass(1_000);
  expect(sent).toHaveLength(3);
  sender.add(part(one, 6, 1));
  expect(sent.at(-1)).toEqual(part(one, 6, 1));
});

test('no message is larger than the table allows, and no point is lost', async () => {
  const { environment, sent, sender } = makeSender();
  const id = newId(StrokeId);
  for (let from = 0; from < 900; from += 90) sender.add(part(id, from, 90));
  await environment.pass(PREVIEW_INTERVAL_MS);
  for (const preview of sent) expect(StrokePreview.safeParse(preview).success).toBe(true);
  const times = sent.flatMap(({ points }) => points.map(([, , dt]) => dt));
  expect(times).toEqual(Array.from({ length: 900 }, (_, index) => index));
});

test('a stroke that starts anew replaces what waits, a finished one is not shown again', async () => {
  const { environment, sent, sender } = makeSender();
  const [before, laser, pen] = [newId(StrokeId), newId(StrokeId), newId(StrokeId)];
  sender.add(part(before, 0, 1));
  sender.add(part(laser, 0, 4));
  sender.add(part(laser, 0, 1));
  sender.add(part(pen, 0, 4));
  sender.drop(pen);
  await environment.pass(PREVIEW_INTERVAL_MS);
  expect(sent.slice(1)).toEqual([part(laser, 0, 1)]);
});

test('nothing goes out after the end', async () => {
  const { environment, sent, sender } = makeSender();
  const id = newId(StrokeId);
  sender.add(part(id, 0, 1));
  sender.add(part(id, 1, 4));
  sender.close();
  await environment.pass(1_000);
  expect(sent).toEqual([part(id, 0, 1)]);
  expect(environment.timers).toBe(0);
});
