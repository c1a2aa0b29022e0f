import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, LayerOp, ParticipantId, Principal } from '@fernblick/shared/protocol';
import {
  EntryId,
  newId,
  ParticipantId as ParticipantIdSchema,
  SessionId,
  SnapshotId,
  StrokeId,
} from '@fernblick/shared/protocol';
import { TestBench, type TestClient } from './fixtures.ts';
import { camera, penStroke, sendCamera } from './testDrawing.ts';

let bench: TestBench;
let technician: Principal;
let expert: Principal;
let colleague: Principal;
let caseId: CaseId;

beforeEach(async () => {
  bench = await TestBench.open();
  expert = await bench.person('expert', 'Eva Expert');
  colleague = await bench.person('expert', 'Karl Kollege');
  caseId = await bench.case(expert);
  technician = bench.guest('Toni Technik', caseId);
});
afterEach(() => bench.close());

/** A technician in the session with a camera that sends. */
async function withCamera(participantId: ParticipantId = newId(ParticipantIdSchema)) {
  const client = await bench.connect(technician);
  const join = await client.request('session.join', bench.joinData(caseId, { open: 'ring', participantId }));
  return { client, join, ...(await sendCamera(client, join)) };
}

const code = (attempt: Promise<unknown>) => expect(attempt).rejects;
const hasCode = (expected: string): unknown => expect.objectContaining({ code: expected });

async function atDesk(principal: Principal): Promise<TestClient> {
  const desk = await bench.connect(principal);
  await desk.request('desk.open', {});
  return desk;
}

describe('a call', () => {
  test('rings the group; the first to accept has it, the other is told and let go', async () => {
    const [evaDesk, karlDesk] = [await atDesk(expert), await atDesk(colleague)];
    const { producer } = await withCamera();
    const call = await evaDesk.event('call.rang');
    expect(call).toMatchObject({ caseId, caseTitle: 'Pump leaks', rung: ['Eva Expert', 'Karl Kollege'] });

    // Both are warm: transports and a paused consumer are there, nothing is accepted yet.
    const [eva, karl] = [await bench.connect(expert), await bench.connect(colleague)];
    const warm = { sessionId: call.sessionId, open: 'enter', mode: 'ringing' } as const;
    const evaJoin = await eva.request('session.join', bench.joinData(caseId, warm));
    await karl.request('session.join', bench.joinData(caseId, warm));
    expect(evaJoin.consumers.map((one) => one.producer.producerId)).toEqual([producer.producerId]);
    const [consumer] = evaJoin.consumers;
    await code(eva.ask('consumer.setPaused', { consumerId: consumer?.consumerId, paused: false })).toEqual(
      hasCode('NOT_JOINED'),
    );

    await eva.request('call.accept', {});
    expect(await karlDesk.event('call.answered')).toMatchObject({ by: { name: 'Eva Expert' } });
    expect(await karl.event('participant.removed')).toEqual({ reason: 'takenByOther' });
    await code(karl.ask('call.accept', {})).toEqual(hasCode('NOT_JOINED'));
    await eva.request('consumer.setPaused', { consumerId: consumer?.consumerId ?? '', paused: false });
  });

  test('shows nobody who was only getting warm for it, even when two do so at once and one accepts', async () => {
    const desk = await atDesk(expert);
    await withCamera();
    const { sessionId } = await desk.event('call.rang');
    const [eva, karl] = [await bench.connect(expert), await bench.connect(colleague)];
    const warm = { sessionId, open: 'enter', mode: 'ringing' } as const;
    const karlJoins = karl.ask('session.join', bench.joinData(caseId, warm)).catch(() => undefined);
    const { participants } = await eva.request('session.join', bench.joinData(caseId, warm));
    expect(participants.map(({ who }) => who.name).sort()).toEqual(['Eva Expert', 'Toni Technik']);
    await eva.request('call.accept', {});
    await karlJoins;
    const late = await (await bench.connect(expert)).request('session.join', bench.joinData(caseId));
    expect(late.participants.map(({ who }) => who.name)).not.toContain('Karl Kollege');
  });

  test('lets go of one who is still getting warm when somebody else accepts, and makes no member of them', async () => {
    const desk = await atDesk(expert);
    await withCamera();
    const { sessionId } = await desk.event('call.rang');
    const [eva, karl] = [await bench.connect(expert), await bench.connect(colleague)];
    const warm = { sessionId, open: 'enter', mode: 'ringing' } as const;
    await eva.request('session.join', bench.joinData(caseId, warm));
    const karlJoins = karl.ask('session.join', bench.joinData(caseId, warm));
    const refused = code(karlJoins).toEqual(hasCode('CALL_TAKEN'));
    const session = bench.registry.bySession(sessionId);
    const isGettingWarm = () =>
      [...(session?.slots.values() ?? [])].some(({ who }) => who.id === colleague.id);
    while (!isGettingWarm()) await setImmediate();
    const { slot } = eva.connection.participation ?? {};
    if (slot) session?.accept(slot);
    await refused;
    expect(karl.connection.participation).toBeUndefined();
    const members = async () =>
      (await bench.services.store.cases.get(caseId))?.members.map(({ name }) => name);
    await expect.poll(members).toEqual(['Eva Expert', 'Toni Technik']);
  });

  test('that nobody takes makes nobody who was rung one of the case’s people', async () => {
    caseId = await bench.case(colleague);
    technician = bench.guest('Toni Technik', caseId);
    const desk = await atDesk(expert);
    await withCamera();
    const { sessionId } = await desk.event('call.rang');
    const eva = await bench.connect(expert);
    await eva.request('session.join', bench.joinData(caseId, { sessionId, open: 'enter', mode: 'ringing' }));
    const members = async () =>
      (await bench.services.store.cases.get(caseId))?.members.map(({ name }) => name);
    expect(await members()).toEqual(['Karl Kollege', 'Toni Technik']);
    await eva.request('call.accept', {});
    await expect.poll(members).toEqual(['Karl Kollege', 'Toni Technik', 'Eva Expert']);
  });

  test('that nobody takes stays in the case as missed, with what was said', async () => {
    const desk = await atDesk(expert);
    const { join } = await withCamera();
    await desk.request('call.decline', { caseId, sessionId: join.sessionId, word: 'in a meeting' });
    await desk.event('call.stopped', ({ reason }) => reason === 'declined');
    await expect.poll(() => kinds()).toContain('missedCall');
    const entry = (await entries()).find(({ body: { kind } }) => kind === 'missedCall');
    expect(entry?.body).toMatchObject({ reason: 'declined', word: 'in a meeting' });
  });

  test('rings for a limited time; the caller stays, hears so, and may ring again', async () => {
    await bench.close();
    bench = await TestBench.open({ ringMs: 50 });
    expert = await bench.person('expert', 'Eva Expert');
    caseId = await bench.case(expert);
    technician = bench.guest('Toni Technik', caseId);
    const desk = await atDesk(expert);
    const { client } = await withCamera();
    expect(await client.event('call.stopped')).toMatchObject({ reason: 'noAnswer' });
    await expect.poll(() => kinds()).toContain('missedCall');
    expect(await client.request('call.ring', {})).toEqual({ rung: ['Eva Expert'] });
    await expect.poll(() => desk.of('call.rang')).toHaveLength(2);
  });

  test('reaches a person on several devices; each is a participant of its own', async () => {
    await withCamera();
    const [first, second] = [await bench.connect(expert), await bench.connect(expert)];
    await first.request('session.join', bench.joinData(caseId));
    const { participants } = await second.request('session.join', bench.joinData(caseId));
    expect(participants.map(({ who }) => who.name).sort()).toEqual([
      'Eva Expert',
      'Eva Expert',
      'Toni Technik',
    ]);
    first.drop();
    await second.event('participant.changed', ({ participant }) => participant.state.state === 'away');
    await second.request('chat.send', { entryId: newId(EntryId), text: 'still here', clientAt: 0 });
  });

  test('rings no more when the caller hangs up, and the session ends', async () => {
    const desk = await atDesk(expert);
    const { client } = await withCamera();
    await client.request('session.leave', {});
    expect(await desk.event('call.stopped')).toMatchObject({ reason: 'cancelled' });
    await expect.poll(() => bench.registry.size).toBe(0);
    expect(bench.services.logs.size).toBe(0);
  });
});

describe('drawing', () => {
  test('is seen by everyone at once and acknowledged when it is stored; a late joiner gets the layer', async () => {
    const { client, surfaceId } = await withCamera();
    const eva = await bench.connect(expert);
    await eva.request('session.join', bench.joinData(caseId));
    const op = penStroke(surfaceId);
    const { seq } = await eva.request('annotation.add', op);
    expect(seq).toBe(1);
    const heard = await client.event('annotation.added');
    expect(heard.entry).toMatchObject({ seq: 1, author: { name: 'Eva Expert' }, op });
    expect(await bench.services.store.layers.list(surfaceId)).toHaveLength(1);
    const late = await (await bench.connect(colleague)).request('session.join', bench.joinData(caseId));
    expect(late.layers.find((layer) => layer.surfaceId === surfaceId)?.strokes).toMatchObject([
      { id: op.id },
    ]);
  });

  test('sent twice arrives once; another stroke under the same id is a conflict', async () => {
    const { client, surfaceId } = await withCamera();
    const op = penStroke(surfaceId);
    const first = await client.request('annotation.add', op);
    expect(await client.request('annotation.add', op)).toEqual(first);
    await code(client.request('annotation.add', { ...op, body: { ...op.body, color: '#000000' } })).toEqual(
      hasCode('ID_CONFLICT'),
    );
    expect(client.of('annotation.added')).toHaveLength(1);
  });

  test('a guest may erase their own strokes, not the expert’s', async () => {
    const { client, surfaceId } = await withCamera();
    const eva = await bench.connect(expert);
    await eva.request('session.join', bench.joinData(caseId));
    const theirs = penStroke(surfaceId);
    const mine = penStroke(surfaceId);
    await eva.request('annotation.add', theirs);
    await client.request('annotation.add', mine);
    const erase = (target: LayerOp) => ({
      op: 'erase' as const,
      id: newId(StrokeId),
      surfaceId,
      targets: [target.id],
    });
    await code(client.request('annotation.add', erase(theirs))).toEqual(hasCode('FORBIDDEN'));
    await client.request('annotation.add', erase(mine));
    await eva.request('annotation.add', erase(theirs));
    expect(bench.registry.viewOf(caseId)?.people).toContain('Toni Technik');
  });
});

describe('a lost line', () => {
  test('is resumed by token: what was missed follows, in order, once', async () => {
    const { client, join, surfaceId } = await withCamera();
    const eva = await bench.connect(expert);
    await eva.request('session.join', bench.joinData(caseId));
    await client.event('participant.changed', ({ participant }) => participant.who.name === 'Eva Expert');
    const lastSeq = client.lastSeq;
    client.drop();
    await eva.event('participant.changed', ({ participant }) => participant.state.state === 'away');
    const ops = [penStroke(surfaceId), penStroke(surfaceId), penStroke(surfaceId)];
    for (const op of ops) await eva.request('annotation.add', op);

    const back = await bench.connect(technician);
    // A second greeting is refused, so this client greets with its token first.
    await code(back.hello()).toEqual(hasCode('ALREADY_GREETED'));
    const again = new (back.constructor as typeof TestClient)(bench, technician);
    const reply = await again.hello({ token: join.resumeToken, epoch: join.epoch, lastSeq });
    expect(reply.resumed).toBe(true);
    await eva.event(
      'participant.changed',
      ({ participant }) => participant.state.state === 'connected' && participant.who.name === 'Toni Technik',
    );
    const missed = again.of('annotation.added').map(({ entry }) => entry.op.id);
    expect(missed).toEqual(ops.map(({ id }) => id));
    // The same transports still belong to it.
    await again.request('transport.restartIce', { transportId: join.sendTransport.id });
  });

  test('lost while joining leaves nobody behind as present', async () => {
    await bench.close();
    bench = await TestBench.open({ awayMs: 50 });
    expert = await bench.person('expert', 'Eva Expert');
    caseId = await bench.case(expert);
    const eva = await bench.connect(expert);
    void eva.ask('session.join', bench.joinData(caseId)).catch(() => undefined);
    eva.drop();
    await expect
      .poll(async () => (await bench.services.store.sessions.listByCase(caseId))[0]?.endReason)
      .toBe('left');
    expect(bench.registry.size).toBe(0);
  });

  test('of somebody else cannot be taken with the token alone', async () => {
    const { join } = await withCamera();
    const thief = new (await import('./fixtures.ts')).TestClient(bench, colleague);
    const reply = await thief.hello({ token: join.resumeToken, epoch: join.epoch, lastSeq: 0 });
    expect(reply.resumed).toBe(false);
  });

  test('that stays lost ends the part, and the last one ends the session', async () => {
    await bench.close();
    bench = await TestBench.open({ awayMs: 50 });
    expert = await bench.person('expert', 'Eva Expert');
    caseId = await bench.case(expert);
    technician = bench.guest('Toni Technik', caseId);
    const { client } = await withCamera();
    client.drop();
    await expect.poll(() => bench.registry.size).toBe(0);
  });
});

test('a new process finds the session: same id, the layer as it was, a new epoch', async () => {
  const participantId = newId(ParticipantIdSchema);
  const { client, join, surfaceId } = await withCamera(participantId);
  await client.request('annotation.add', penStroke(surfaceId));
  await bench.restart();
  const back = await bench.connect(technician);
  const again = await back.request(
    'session.join',
    bench.joinData(caseId, { sessionId: newId(SessionId), participantId, open: 'enter' }),
  );
  expect(again.sessionId).toBe(join.sessionId);
  expect(again.epoch).not.toBe(join.epoch);
  expect(again.layers.find((layer) => layer.surfaceId === surfaceId)?.strokes).toHaveLength(1);
  const { producer } = await back.request('producer.produce', camera(again.sendTransport.id));
  expect(producer.surfaceId).toBe(surfaceId);
});

test('a killed media worker ends nobody’s session: everyone is told and joins again', async () => {
  const participantId = newId(ParticipantIdSchema);
  const { client } = await withCamera(participantId);
  const [{ pid = 0 } = {}] = await bench.services.pool.stats();
  process.kill(pid, 'SIGKILL');
  await client.event('media.lost');
  const again = await client.request(
    'session.join',
    bench.joinData(caseId, { participantId, open: 'enter' }),
  );
  await client.request('producer.produce', camera(again.sendTransport.id));
});

test('one person holds the frozen picture; another takes it over only if they say so', async () => {
  const { client, surfaceId } = await withCamera();
  const eva = await bench.connect(expert);
  await eva.request('session.join', bench.joinData(caseId));
  await eva.request('annotation.add', penStroke(surfaceId));
  const freeze = { snapshotId: newId(SnapshotId), from: surfaceId, frame: { width: 1280, height: 720 } };
  const { stage } = await eva.request('stage.freeze', freeze);
  expect(stage).toMatchObject({ kind: 'snapshot', ready: false, holderName: 'Eva Expert' });
  // The strokes of the moment lie on the frozen picture, for everyone.
  const opened = await client.event('layer.opened');
  expect(opened.layer.strokes).toHaveLength(1);
  const other = { ...freeze, snapshotId: newId(SnapshotId) };
  await code(client.request('stage.freeze', other)).toEqual(hasCode('STAGE_HELD'));
  await client.request('stage.freeze', { ...other, takeOver: true });
  await eva.request('stage.live', {});
  await client.event('stage.changed', (changed) => changed.stage.kind === 'live');
  // What was chosen for all before something was held up is chosen again after it.
  await eva.request('stage.live', { surfaceId });
  await eva.request('stage.freeze', { ...freeze, snapshotId: newId(SnapshotId) });
  expect((await eva.request('stage.live', {})).stage).toEqual({ kind: 'live', surfaceId });
  expect((await eva.request('stage.live', {})).stage).toEqual({ kind: 'live' });
});

test('everything of the session is in the case afterwards', async () => {
  const { client, surfaceId } = await withCamera();
  const eva = await bench.connect(expert);
  await eva.request('session.join', bench.joinData(caseId));
  const stroke = penStroke(surfaceId);
  await eva.request('annotation.add', stroke);
  // Taken back and brought back, it is still one drawing.
  for (const op of ['erase', 'restore'] as const) {
    await eva.request('annotation.add', { op, id: newId(StrokeId), surfaceId, targets: [stroke.id] });
  }
  const chat = { entryId: newId(EntryId), text: 'Close valve V2', clientAt: Date.now() };
  const sent = await eva.request('chat.send', chat);
  expect(await eva.request('chat.send', chat)).toEqual(sent);
  await client.event('chat.sent');
  await eva.request('session.end', {});
  expect(await client.event('session.ended')).toMatchObject({ by: { name: 'Eva Expert' } });
  await expect.poll(() => kinds()).toContain('session');
  const session = (await entries()).find(({ body: { kind } }) => kind === 'session');
  expect(session?.body).toMatchObject({ strokes: 1, messages: 1 });
  expect(eva.of('chat.sent')).toHaveLength(1);
  expect(await bench.services.store.sessions.liveByCase(caseId)).toBeUndefined();
  await code(client.request('session.join', bench.joinData(caseId, { open: 'enter' }))).toEqual(
    hasCode('SESSION_OVER'),
  );
});

const entries = () => bench.services.store.timeline.list(caseId, { limit: 100 });
const kinds = async () => (await entries()).map(({ kind }) => kind);
