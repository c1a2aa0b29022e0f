import { describe, expect, test } from 'vitest';
import {
  CaseId,
  EntryId,
  OrgId,
  ParticipantId,
  PersonId,
  SessionId,
  SnapshotId,
  StrokeId,
  SurfaceId,
  TrackId,
  newId,
} from '../protocol/index.ts';
import type {
  Author,
  EntryView,
  LayerEntry,
  LayerOp,
  Participant,
  ProducerInfo,
  RequestReply,
} from '../protocol/index.ts';
import { PREVIEW_LIFE_MS } from './callData.ts';
import type { CallEvent } from './callEvents.ts';
import { reduceCall } from './callReducer.ts';
import { callOf, shownSurface } from './callState.ts';
import type { CallState } from './callState.ts';

const eva: Author = { kind: 'person', id: newId(PersonId), name: 'Eva' };
const tom: Author = { kind: 'guest', id: newId(PersonId), name: 'Tom' };
const me = newId(ParticipantId);
const other = newId(ParticipantId);
const sessionId = newId(SessionId);
const caseId = newId(CaseId);
const surfaceId = newId(SurfaceId);

function participant(id: ParticipantId, who: Author, state: Participant['state']): Participant {
  const role = who === eva ? 'expert' : 'technician';
  return { id, who, role, device: { kind: 'desktop' }, state, report: {} };
}

function joinReply(state: 'ringing' | 'connected', over: Partial<RequestReply<'session.join'>> = {}) {
  const mine = participant(me, eva, { state });
  const transport = {
    id: 't',
    iceParameters: { usernameFragment: 'u', password: 'p' },
    iceCandidates: [],
    dtlsParameters: { fingerprints: [] },
  };
  const reply: RequestReply<'session.join'> = {
    sessionId,
    case: { id: caseId, number: 7, title: 'Pump' },
    participant: mine,
    resumeToken: 'x'.repeat(32),
    epoch: 'e1',
    seq: 3,
    t: 0,
    sendTransport: transport,
    recvTransport: transport,
    iceServers: [],
    participants: [mine, participant(other, tom, { state: 'connected' })],
    consumers: [],
    stage: { kind: 'live' },
    layers: [],
    snapshots: [],
    messages: [],
    rung: [],
    offers: [],
    autoFreeze: false,
    ...over,
  };
  return { type: 'joined', reply } as const;
}

function run(events: CallEvent[], from: CallState = { phase: 'idle' }, now = 0): CallState {
  return events.reduce((state, event) => reduceCall(state, event, now), from);
}

const joining = run([{ type: 'join' }]);
const ringing = run([joinReply('ringing')], joining);
const active = run([joinReply('connected')], joining);
const lost = run([{ type: 'lineLost' }], active);
const lostRinging = run([{ type: 'lineLost' }], ringing);
const ended = run([{ type: 'ended', reason: 'left' }], active);

/** A short name of a state. */
function nameOf(state: CallState): string {
  if (state.phase === 'reconnecting') return `reconnecting/${state.was}`;
  return state.phase === 'ended' ? `ended/${state.reason}` : state.phase;
}

describe('every state has an outcome for every event of its life', () => {
  const events = {
    join: { type: 'join' },
    joined: joinReply('connected'),
    joinedRinging: joinReply('ringing'),
    lineLost: { type: 'lineLost' },
    resumed: { type: 'resumed' },
    accepted: { type: 'accepted' },
    ended: { type: 'ended', reason: 'refused' },
    sessionEnded: { type: 'session.ended', data: { reason: 'ended' } },
    removed: { type: 'participant.removed', data: { reason: 'takenByOther' } },
    ringingStopped: { type: 'call.stopped', data: { sessionId, reason: 'noAnswer' } },
    meConnected: {
      type: 'participant.changed',
      data: { participant: participant(me, eva, { state: 'connected' }) },
    },
    meLeft: {
      type: 'participant.changed',
      data: { participant: participant(me, eva, { state: 'left', reason: 'removed' }) },
    },
    otherLeft: {
      type: 'participant.changed',
      data: { participant: participant(other, tom, { state: 'left', reason: 'left' }) },
    },
    chat: { type: 'say', id: newId(EntryId), text: 'hello', at: 0 },
  } satisfies Record<string, CallEvent>;

  const states = { idle: { phase: 'idle' }, joining, ringing, active, lost, lostRinging, ended } as const;

  const columns = ['idle', 'joining', 'ringing', 'active', 'lost', 'lostRinging', 'ended'] as const;
  const R = 'reconnecting/active';
  const r = 'reconnecting/ringing';
  const E = 'ended/left';
  const table: Record<keyof typeof events, string[]> = {
    join: ['joining', 'joining', 'ringing', 'active', R, r, E],
    joined: ['idle', 'active', 'active', 'active', 'active', 'active', E],
    joinedRinging: ['idle', 'ringing', 'ringing', 'ringing', 'ringing', 'ringing', E],
    lineLost: ['idle', 'joining', r, R, R, r, E],
    resumed: ['idle', 'joining', 'ringing', 'active', 'active', 'ringing', E],
    accepted: ['idle', 'joining', 'active', 'active', R, R, E],
    ended: [...Array<string>(6).fill('ended/refused'), E],
    sessionEnded: ['idle', 'joining', ...Array<string>(4).fill('ended/sessionEnded'), E],
    removed: ['idle', 'joining', ...Array<string>(4).fill('ended/takenByOther'), E],
    ringingStopped: ['idle', 'joining', 'ended/noAnswer', 'active', R, 'ended/noAnswer', E],
    meConnected: ['idle', 'joining', 'active', 'active', R, R, E],
    meLeft: ['idle', 'joining', ...Array<string>(4).fill('ended/removed'), E],
    otherLeft: ['idle', 'joining', 'ringing', 'active', R, r, E],
    chat: ['idle', 'joining', 'ringing', 'active', R, r, E],
  };

  test.each(Object.entries(table))('%s', (name, expected) => {
    const event = Object.entries(events).find(([one]) => one === name)?.[1];
    if (!event) throw new Error(name);
    expect(columns.map((column) => nameOf(reduceCall(states[column], event)))).toEqual(expected);
  });
});

function stroke(id = newId(StrokeId)): LayerOp {
  return {
    op: 'add',
    id,
    surfaceId,
    body: {
      tool: 'pen',
      color: '#ff0000',
      width: 0.01,
      points: [[0.1, 0.1, 0]],
      frame: { width: 1280, height: 720 },
    },
  };
}

function entry(seq: number, op: LayerOp, author = eva): LayerEntry {
  return { seq, author, at: 0, op };
}

function added(seq: number, op: LayerOp, author = eva): CallEvent {
  return { type: 'annotation.added', data: { surfaceId, entry: entry(seq, op, author) } };
}

function layer(state: CallState) {
  return callOf(state)?.layers.get(surfaceId);
}

function shown(state: CallState): string[] {
  return layer(state)?.strokes.map(({ id }) => id) ?? [];
}

describe('strokes', () => {
  test('our own is shown at once, keeps its place under the confirmed ones of others, and is confirmed once', () => {
    const mine = stroke();
    const theirs = stroke();
    let state = run([{ type: 'annotate', op: mine }], active);
    expect(shown(state)).toEqual([mine.id]);
    state = run([added(1, theirs, tom)], state);
    expect(shown(state)).toEqual([theirs.id, mine.id]);
    state = run([added(2, mine), { type: 'annotationAcknowledged', op: mine, seq: 2 }], state);
    expect(shown(state)).toEqual([theirs.id, mine.id]);
    expect(layer(state)?.pending).toEqual([]);
  });

  test('the acknowledgement alone confirms it too', () => {
    const mine = stroke();
    const state = run(
      [
        { type: 'annotate', op: mine },
        { type: 'annotationAcknowledged', op: mine, seq: 1 },
      ],
      active,
    );
    expect(layer(state)?.confirmed.seq).toBe(1);
    expect(shown(state)).toEqual([mine.id]);
  });

  test('a refused one goes away, and so does what it did', () => {
    const theirs = stroke();
    const erase: LayerOp = { op: 'erase', id: newId(StrokeId), surfaceId, targets: [theirs.id] };
    let state = run([added(1, theirs, tom), { type: 'annotate', op: erase }], active);
    expect(shown(state)).toEqual([]);
    state = run([{ type: 'annotationRejected', op: erase }], state);
    expect(shown(state)).toEqual([theirs.id]);
  });

  test('what waits stays on the screen when we come back to a restarted server', () => {
    const stored = stroke();
    const waiting = stroke();
    const state = run(
      [
        added(1, stroke(), tom),
        added(2, stroke(), tom),
        { type: 'annotate', op: waiting },
        { type: 'lineLost' },
        joinReply('connected', {
          epoch: 'e2',
          layers: [
            {
              surfaceId,
              seq: 1,
              strokes: [{ id: stored.id, author: tom, seq: 1, body: bodyOf(stored) }],
              erased: [],
            },
          ],
        }),
      ],
      active,
    );
    expect(shown(state)).toEqual([stored.id, waiting.id]);
    expect(layer(state)?.pending).toEqual([waiting]);
  });

  test('an entry after a gap changes nothing', () => {
    expect(shown(run([added(2, stroke(), tom)], active))).toEqual([]);
  });

  test('a preview grows, gives way to its stroke, and is given up when nothing more comes', () => {
    const op = stroke();
    const part = (from: number, x: number): CallEvent => ({
      type: 'annotation.previewed',
      data: {
        by: tom,
        preview: {
          surfaceId,
          id: op.id,
          tool: 'pen',
          color: '#ff0000',
          width: 0.01,
          from,
          points: [[x, 0, 0]],
        },
      },
    });
    const drawing = run([part(0, 0.1), part(1, 0.2), part(1, 0.2)], active, 100);
    expect(callOf(drawing)?.previews.get(op.id)?.points).toEqual([
      [0.1, 0, 0],
      [0.2, 0, 0],
    ]);
    expect(callOf(run([added(1, op, tom)], drawing))?.previews.size).toBe(0);
    expect(callOf(run([{ type: 'tick', now: 101 }], drawing))?.previews.size).toBe(1);
    expect(callOf(run([{ type: 'tick', now: 101 + PREVIEW_LIFE_MS }], drawing))?.previews.size).toBe(0);
  });
});

function bodyOf(op: LayerOp) {
  if (op.op !== 'add') throw new Error('not a stroke');
  return op.body;
}

test('a message is shown while it is on its way and once when it came', () => {
  const id = newId(EntryId);
  const view: EntryView = {
    id,
    orgId: newId(OrgId),
    caseId,
    seq: 1,
    rev: 1,
    kind: 'message',
    visibility: 'shared',
    author: eva,
    clientAt: 5,
    at: 6,
    body: { kind: 'message', text: 'hello' },
  };
  const said = run([{ type: 'say', id, text: 'hello', at: 5 }], active);
  expect(callOf(said)?.messages).toMatchObject([{ id, pending: true, author: eva }]);
  const sent = run(
    [
      { type: 'chat.sent', data: { entry: view } },
      { type: 'chatAcknowledged', id },
    ],
    said,
  );
  expect(callOf(sent)?.messages).toEqual([
    { id, author: eva, text: 'hello', at: 6, pending: false, internal: false },
  ]);
  const back = run([{ type: 'lineLost' }, joinReply('connected', { messages: [view] })], said);
  expect(callOf(back)?.messages).toHaveLength(1);
});

test('who leaves takes their pictures along, and the picture shown falls to what is left', () => {
  const camera = (participantId: ParticipantId, source: 'camera' | 'screen'): ProducerInfo => ({
    producerId: `${participantId}${source}`.slice(0, 64),
    participantId,
    kind: 'video',
    source,
    trackId: newId(TrackId),
    surfaceId: newId(SurfaceId),
    paused: false,
  });
  const mine = camera(me, 'camera');
  const theirs = camera(other, 'camera');
  const again = { ...theirs, producerId: 'again', trackId: newId(TrackId) };
  const call = (state: CallState) => {
    const data = callOf(state);
    if (!data) throw new Error('no call');
    return data;
  };
  let state = run(
    [
      { type: 'produced', producer: mine },
      { type: 'producer.opened', data: { producer: theirs } },
    ],
    active,
  );
  expect(shownSurface(call(state))).toBe(theirs.surfaceId);
  state = run([{ type: 'producer.opened', data: { producer: again } }], state);
  expect(call(state).producers.map(({ producerId }) => producerId)).toEqual([mine.producerId, 'again']);
  state = run(
    [
      {
        type: 'participant.changed',
        data: { participant: participant(other, tom, { state: 'left', reason: 'lost' }) },
      },
    ],
    state,
  );
  expect(shownSurface(call(state))).toBe(mine.surfaceId);
});

test('a late word about a picture that is there does not bring its progress back', () => {
  const snapshotId = newId(SnapshotId);
  const snapshot = {
    id: snapshotId,
    caseId,
    kind: 'still',
    method: 'photo',
    width: 1920,
    height: 1080,
    takenBy: tom,
    at: 0,
    layerSeq: 0,
    strokes: 0,
  } as const;
  const uploading = run(
    [{ type: 'snapshot.progressed', data: { snapshotId, step: 'uploading', share: 0.5 } }],
    active,
  );
  expect(callOf(uploading)?.snapshotProgress.get(snapshotId)?.share).toBe(0.5);
  const done = run(
    [
      { type: 'snapshot.added', data: { snapshot } },
      { type: 'snapshot.progressed', data: { snapshotId, step: 'uploading', share: 1 } },
    ],
    uploading,
  );
  expect(callOf(done)?.snapshotProgress.size).toBe(0);
  expect(callOf(done)?.snapshots).toEqual([snapshot]);
});
