import { expect, test } from 'vitest';
import { CaseId, OfferId, ParticipantId, PersonId, SessionId, newId } from '../protocol/index.ts';
import type { Author, CallOffer, Participant } from '../protocol/index.ts';
import type { CallEvent } from './callEvents.ts';
import { reduceCall } from './callReducer.ts';
import { callOf, holderOf, isHeldByMe } from './callState.ts';
import type { CallData, CallState } from './callState.ts';

const eva: Author = { kind: 'person', id: newId(PersonId), name: 'Eva' };
const karl: Author = { kind: 'person', id: newId(PersonId), name: 'Karl' };
const toni: Author = { kind: 'guest', id: newId(PersonId), name: 'Toni' };
const me = newId(ParticipantId);
const expert = newId(ParticipantId);
const sessionId = newId(SessionId);
const caseId = newId(CaseId);

function participant(id: ParticipantId, who: Author, over: Partial<Participant> = {}): Participant {
  const role = who === toni ? 'technician' : 'expert';
  return { id, who, role, device: { kind: 'phone' }, state: { state: 'connected' }, report: {}, ...over };
}

const call: CallData = {
  ...{ sessionId, case: { id: caseId, number: 7, title: 'Pump' }, me },
  participants: [participant(me, toni)],
  ...{ producers: [], stage: { kind: 'live' }, layers: new Map(), previews: new Map() },
  ...{ snapshots: [], snapshotProgress: new Map(), messages: [], rung: [], wasRung: [], offers: [] },
  ...{ autoFreeze: false, storage: 'ok', quality: { mine: 'good', picture: 'live' } },
};
const active: CallState = { phase: 'active', call };

function after(events: CallEvent[], from: CallState = active): CallData {
  const data = callOf(events.reduce((state, event) => reduceCall(state, event), from));
  if (!data) throw new Error('the call is gone');
  return data;
}

const rung: CallEvent = { type: 'rung', names: ['Eva', 'Karl'] };
const changed = (one: Participant): CallEvent => ({
  type: 'participant.changed',
  data: { participant: one },
});

test('who was rung is known after nobody answered, and why', () => {
  const stopped: CallEvent = { type: 'call.stopped', data: { sessionId, reason: 'nobodyOnline' } };
  expect(after([rung, stopped])).toMatchObject({
    ...{ rung: [], wasRung: ['Eva', 'Karl'], unanswered: 'nobodyOnline' },
  });
  // Ringing again forgets it; the news of another session is none.
  expect(after([rung, stopped, rung])).toMatchObject({ rung: ['Eva', 'Karl'], unanswered: undefined });
  const elsewhere = { sessionId: newId(SessionId), reason: 'noAnswer' } as const;
  expect(after([rung, { type: 'call.stopped', data: elsewhere }]).rung).toEqual(['Eva', 'Karl']);
});

test('a group without anybody rang for nobody, whoever was rung before', () => {
  const stopped: CallEvent = { type: 'call.stopped', data: { sessionId, reason: 'nobodyOnCall' } };
  expect(after([rung, stopped])).toMatchObject({ wasRung: [], unanswered: 'nobodyOnCall' });
});

test('the call is on hold while everybody else holds it', () => {
  const held = participant(expert, eva, { hold: { since: 5 } });
  expect(holderOf(after([changed(held)]))?.who.name).toBe('Eva');
  const third = participant(newId(ParticipantId), karl);
  expect(holderOf(after([changed(held), changed(third)]))).toBeUndefined();
  expect(holderOf(after([changed(held), changed(participant(expert, eva))]))).toBeUndefined();
  // Alone is not on hold.
  expect(holderOf(call)).toBeUndefined();
  expect(isHeldByMe(after([changed(participant(me, toni, { hold: { since: 5 } }))]))).toBe(true);
});

test('calls by name come and go; only what was not taken is told', () => {
  const offer: CallOffer = {
    ...{ id: newId(OfferId), kind: 'handOver', sessionId, caseId, caseNumber: 7, caseTitle: 'Pump' },
    ...{ by: eva, to: karl, video: true, since: 1, sessionSince: 0, people: [] },
  };
  const opened: CallEvent = { type: 'offer.opened', data: { offer } };
  expect(after([opened, opened]).offers).toEqual([offer]);
  const declined = { offer, outcome: 'declined', word: 'Busy' } as const;
  expect(after([opened, { type: 'offer.closed', data: declined }])).toMatchObject({
    ...{ offers: [], lastOffer: { outcome: 'declined', word: 'Busy' } },
  });
  const joined = { offer, outcome: 'joined' } as const;
  expect(after([opened, { type: 'offer.closed', data: joined }])).toMatchObject({
    ...{ offers: [], lastOffer: undefined },
  });
});

test('who hands over is out when the colleague is in', () => {
  const state = reduceCall(active, { type: 'participant.removed', data: { reason: 'handedOver' } });
  expect(state).toMatchObject({ phase: 'ended', reason: 'handedOver' });
});
