import { expect, it } from 'vitest';
import type { CallData } from '@fernblick/shared/client';
import {
  CaseId,
  GuestId,
  ParticipantId,
  PersonId,
  SessionId,
  SnapshotId,
  SurfaceId,
  TrackId,
  newId,
} from '@fernblick/shared/protocol';
import type { Participant, ProducerInfo, Stage } from '@fernblick/shared/protocol';
import { de } from '../i18n/de.ts';
import { en } from '../i18n/en.ts';
import { callWords, isWaiting } from './callWords.ts';
import { chooseView, viewsOf } from './chooseView.ts';

const me = newId(ParticipantId);
const expertId = newId(ParticipantId);
const technician: Participant = {
  id: me,
  who: { kind: 'guest', id: newId(GuestId), name: 'Mara' },
  role: 'technician',
  device: { kind: 'phone' },
  state: { state: 'connected' },
  report: {},
};
const expert: Participant = {
  ...technician,
  id: expertId,
  who: { kind: 'person', id: newId(PersonId), name: 'Jonas' },
  role: 'expert',
};
const producer = (participantId: ParticipantId, source: 'camera' | 'screen'): ProducerInfo => ({
  producerId: `${participantId}${source}`.slice(0, 64),
  participantId,
  kind: 'video',
  source,
  trackId: newId(TrackId),
  surfaceId: newId(SurfaceId),
  paused: false,
});
const mine = producer(me, 'camera');
const theirFace = producer(expertId, 'camera');
const theirScreen = producer(expertId, 'screen');
const call: CallData = {
  sessionId: newId(SessionId),
  case: { id: newId(CaseId), number: 1, title: 'Pump' },
  me,
  participants: [technician, expert],
  producers: [mine, theirFace],
  stage: { kind: 'live' },
  layers: new Map(),
  previews: new Map(),
  snapshots: [],
  snapshotProgress: new Map(),
  messages: [],
  rung: [],
  wasRung: [],
  offers: [],
  autoFreeze: true,
  storage: 'ok',
  quality: { mine: 'good', picture: 'live' },
};
const snapshotId = newId(SnapshotId);
const frozen: Stage = {
  kind: 'snapshot',
  snapshotId,
  surfaceId: SurfaceId.parse(snapshotId),
  freeze: true,
  width: 1280,
  height: 720,
  ready: true,
  holder: expertId,
  holderName: 'Jonas',
};

it('shows the own camera, whoever else sends a picture', () => {
  expect(chooseView(call)).toEqual({ kind: 'camera', surfaceId: mine.surfaceId });
});

it('shows a shared screen by itself, and what is held up before it', () => {
  const sharing = { ...call, producers: [...call.producers, theirScreen] };
  expect(chooseView(sharing)).toMatchObject({ kind: 'remote', producer: theirScreen, by: 'Jonas' });
  expect(chooseView({ ...sharing, stage: frozen })).toMatchObject({
    kind: 'snapshot',
    snapshotId,
    by: 'Jonas',
  });
  const paused = { ...theirScreen, paused: true };
  expect(chooseView({ ...call, producers: [mine, paused] }).kind).toBe('camera');
});

it('shows the live picture that was chosen for all, the own camera too', () => {
  const stage = (chosen: ProducerInfo): Stage => ({
    kind: 'live',
    surfaceId: SurfaceId.parse(chosen.surfaceId),
  });
  const sharing = { ...call, producers: [...call.producers, theirScreen] };
  expect(chooseView({ ...sharing, stage: stage(theirFace) })).toMatchObject({ producer: theirFace });
  expect(chooseView({ ...sharing, stage: stage(mine) }).kind).toBe('camera');
});

it('shows the screen that was shared last, and a screen when the chosen picture is gone', () => {
  const later = producer(newId(ParticipantId), 'screen');
  const sharing = { ...call, producers: [...call.producers, theirScreen, later] };
  expect(chooseView(sharing)).toMatchObject({ producer: later });
  const gone: Stage = { kind: 'live', surfaceId: newId(SurfaceId) };
  expect(chooseView({ ...sharing, stage: gone })).toMatchObject({ producer: later });
});

it('lets the technician go round all pictures, each once', () => {
  const sharing = { ...call, producers: [...call.producers, theirScreen] };
  expect(viewsOf(call).map((view) => view.kind)).toEqual(['camera', 'remote']);
  expect(viewsOf(sharing).map((view) => (view.kind === 'remote' ? view.producer : view.kind))).toEqual([
    theirScreen,
    'camera',
    theirFace,
  ]);
  expect(viewsOf({ ...sharing, stage: frozen }).map((view) => view.kind)).toEqual([
    'snapshot',
    'camera',
    'remote',
    'remote',
  ]);
});

it('says in words who is rung, who is there and how the line is', () => {
  const alone = { ...call, participants: [technician], rung: ['Ana', 'Jonas'] };
  const camera = chooseView(call);
  expect(isWaiting({ phase: 'active', call: alone })).toBe(true);
  expect(callWords({ phase: 'active', call: alone }, camera, 'calling', en).lines).toEqual([
    'Calling: Ana and Jonas',
  ]);
  expect(callWords({ phase: 'active', call: alone }, camera, 'unanswered', de).lines).toEqual([
    'Noch hat niemand angenommen',
  ]);
  expect(callWords({ phase: 'active', call }, camera, undefined, en)).toEqual({
    tone: 'good',
    lines: ['Connected', 'Expert: Jonas'],
  });
  const colleague: Participant = {
    ...technician,
    id: newId(ParticipantId),
    who: { ...expert.who, name: 'Rosa' },
  };
  const three = { ...call, participants: [...call.participants, colleague] };
  expect(callWords({ phase: 'active', call: three }, camera, undefined, en).lines).toEqual([
    'Connected',
    'Expert: Jonas',
    'Also here: Rosa',
  ]);
  const weak = { ...call, quality: { mine: 'weak', picture: 'live' } as const };
  expect(callWords({ phase: 'active', call: weak }, camera, undefined, en).lines[0]).toBe('Weak network');
  const lost = callWords({ phase: 'reconnecting', was: 'active', call }, camera, undefined, en);
  expect([lost.tone, lost.lines[0]]).toEqual(['bad', 'Reconnecting']);
  const { lines } = callWords(
    { phase: 'active', call: { ...call, stage: frozen } },
    chooseView({ ...call, stage: frozen }),
    undefined,
    en,
  );
  expect(lines).toContain('Picture frozen by Jonas');
});
