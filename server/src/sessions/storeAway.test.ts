import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, Principal, SurfaceId } from '@fernblick/shared/protocol';
import { EntryId, newId, StrokeId } from '@fernblick/shared/protocol';
import { mongoUri, withOwnDatabase } from '../store/contract/mongoUri.ts';
import { openLine } from '../store/contract/openLine.ts';
import { StoreWatch } from '../store/StoreWatch.ts';
import { TestBench, type TestClient } from './fixtures.ts';
import { penStroke, sendCamera } from './testDrawing.ts';

/** A call on a database that can be taken away: pulled out by its line. */
describe.skipIf(!mongoUri)('while the database is away', { timeout: 60_000 }, () => {
  let line: Awaited<ReturnType<typeof openLine>>;
  let bench: TestBench;
  let expert: Principal;
  let caseId: CaseId;
  let desk: TestClient;
  let glasses: TestClient;
  let surfaceId: SurfaceId;

  beforeEach(async () => {
    line = await openLine(new URL(mongoUri ?? ''));
    const mongodbUri = withOwnDatabase(`mongodb://127.0.0.1:${line.port}/?directConnection=true`);
    bench = await TestBench.open({}, { mongodbUri });
    expert = await bench.person('expert', 'Eva Expert');
    caseId = await bench.case(expert);
    glasses = await bench.connect(bench.guest('Toni Technik', caseId));
    const join = await glasses.request('session.join', bench.joinData(caseId));
    ({ surfaceId } = await sendCamera(glasses, join));
    desk = await bench.connect(expert);
    await desk.request('session.join', bench.joinData(caseId, { open: 'enter' }));
    bench.watchStorage();
  });
  afterEach(async () => {
    await bench.close();
    await line.cut();
  });

  test('everyone hears so, drawing is shown, and all of it is stored once when it is back', async () => {
    await line.cut();
    const first = penStroke(surfaceId);
    const second = penStroke(surfaceId);
    let acknowledged = 0;
    const drawn = [first, second].map((op) =>
      desk.request('annotation.add', op).then(({ seq }) => {
        acknowledged++;
        return seq;
      }),
    );
    const shown = await Promise.all(
      [first, second].map(({ id }) => glasses.event('annotation.added', ({ entry }) => entry.op.id === id)),
    );
    expect(shown.map(({ entry }) => entry.seq)).toEqual([1, 2]);
    await Promise.all(
      [desk, glasses].map((one) => one.event('storage.changed', (data) => data.state === 'away')),
    );
    expect(acknowledged).toBe(0);
    const said = { entryId: newId(EntryId), text: 'Close valve V2', clientAt: 1 };
    await expect(desk.request('chat.send', said)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    // What is only live goes on as before.
    await desk.request('annotation.preview', {
      id: newId(StrokeId),
      surfaceId,
      tool: 'laser',
      color: '#ff3b30',
      width: 0.006,
      from: 0,
      points: [[0.5, 0.5, 0]],
    });
    await glasses.event('annotation.previewed');

    await line.mend();
    expect(await Promise.all(drawn)).toEqual([1, 2]);
    await Promise.all(
      [desk, glasses].map((one) => one.event('storage.changed', (data) => data.state === 'ok')),
    );
    // Clients send again what was refused, and what they are not sure of.
    await desk.request('chat.send', said);
    await desk.request('chat.send', said);
    expect(await desk.request('annotation.add', first)).toEqual({ seq: 1 });
    const heard = await glasses.event('chat.sent');
    expect(heard.entry.body).toMatchObject({ text: 'Close valve V2' });
    expect(glasses.of('chat.sent')).toHaveLength(1);
    expect(glasses.of('annotation.added')).toHaveLength(2);
    const stored = await bench.services.store.layers.list(surfaceId);
    expect(stored.map(({ entry }) => entry.op.id)).toEqual([first.id, second.id]);
  });

  test('a call that ends is in the case once, when the database is back', async () => {
    const drawn = penStroke(surfaceId);
    await desk.request('annotation.add', drawn);
    await line.cut();
    const ended = desk.request('session.end', {});
    await glasses.event('session.ended');
    await line.mend();
    await ended;
    await expect.poll(() => bench.registry.size).toBe(0);
    const entries = await bench.services.store.timeline.list(caseId, { after: 0, limit: 50 });
    const sessions = entries.filter(({ body }) => body.kind === 'session');
    expect(sessions).toHaveLength(1);
    expect(sessions[0]?.body).toMatchObject({ strokes: 1, endReason: 'ended' });
    expect(await bench.services.store.sessions.liveByCase(caseId)).toBeUndefined();
  });
});

test('a store that answers nothing is away, until it takes a write again', async () => {
  const watch = new StoreWatch();
  const states: string[] = [];
  watch.on('changed', (state) => states.push(state));
  let answer = Promise.withResolvers<void>();
  const probed = Promise.withResolvers<void>();
  watch.start(
    {
      ping: () => answer.promise,
      probe: async () => probed.resolve(),
    },
    import.meta.dirname,
  );
  await expect.poll(() => watch.state, { timeout: 10_000 }).toBe('away');
  answer.resolve();
  answer = Promise.withResolvers();
  await probed.promise;
  await expect.poll(() => watch.state).toBe('ok');
  expect(states).toEqual(['away', 'ok']);
  watch.close();
});
