import type { FernblickError, RequestReply } from '../protocol/index.ts';
import { confirmedMessage, put, reduceData, withParticipant } from './callData.ts';
import type { CallEvent } from './callEvents.ts';
import type { CallData, CallState, EndReason } from './callState.ts';
import { emptyView, viewOf } from './layerView.ts';
import type { LayerView } from './layerView.ts';

/**
 * The call after an event. Pure; an event that makes no sense in a state leaves it as it is, and `ended` is final.
 * @param now local milliseconds, for what fades by itself
 */
export function reduceCall(state: CallState, event: CallEvent, now = 0): CallState {
  switch (state.phase) {
    case 'ended':
      return state;
    case 'idle':
      if (event.type === 'join') return { phase: 'joining' };
      return event.type === 'ended' ? ended(state, event) : state;
    case 'joining':
      if (event.type === 'joined') return entered(event.reply, undefined);
      return event.type === 'ended' ? ended(state, event) : state;
    case 'ringing':
    case 'active':
    case 'reconnecting':
      return reduceRunning(state, event, now);
  }
}

type Running = Extract<CallState, { phase: 'ringing' | 'active' | 'reconnecting' }>;

function reduceRunning(state: Running, event: CallEvent, now: number): CallState {
  switch (event.type) {
    case 'join':
      return state;
    case 'joined':
      return entered(event.reply, state.call);
    case 'lineLost':
      if (state.phase === 'reconnecting') return state;
      // What others are drawing meanwhile is not known.
      return { phase: 'reconnecting', was: state.phase, call: { ...state.call, previews: new Map() } };
    case 'resumed':
      return state.phase === 'reconnecting' ? { phase: state.was, call: state.call } : state;
    case 'accepted':
      return accepted(state);
    case 'ended':
      return ended(state, event);
    case 'session.ended':
      return ended(state, { reason: 'sessionEnded' });
    case 'participant.removed':
      return ended(state, { reason: event.data.reason });
    case 'call.stopped': {
      const { sessionId, reason } = event.data;
      if (sessionId !== state.call.sessionId) return state;
      if (isRinging(state)) return ended(state, { reason });
      const { rung, wasRung } = state.call;
      return {
        ...state,
        call: {
          ...state.call,
          rung: [],
          wasRung: reason === 'nobodyOnCall' ? [] : rung.length > 0 ? rung : wasRung,
          unanswered: reason,
        },
      };
    }
    case 'participant.changed': {
      const { participant } = event.data;
      const next = { ...state, call: withParticipant(state.call, participant) };
      if (participant.id !== state.call.me) return next;
      if (participant.state.state === 'left') return ended(next, { reason: participant.state.reason });
      // The answer to `call.accept` may have been lost with its socket; this tells the same.
      return participant.state.state === 'connected' ? accepted(next) : next;
    }
    default: {
      const call = reduceData(state.call, event, now);
      return call === state.call ? state : { ...state, call };
    }
  }
}

function isRinging(state: Running): boolean {
  return state.phase === 'ringing' || (state.phase === 'reconnecting' && state.was === 'ringing');
}

function accepted(state: Running): CallState {
  if (state.phase === 'ringing') return { phase: 'active', call: state.call };
  if (state.phase === 'reconnecting') return { ...state, was: 'active' };
  return state;
}

function ended(
  state: CallState,
  { reason, error }: { reason: EndReason; error?: FernblickError },
): CallState {
  const call = 'call' in state ? state.call : undefined;
  return { phase: 'ended', reason, ...(error && { error: error.code }), ...(call && { call }) };
}

/** @param before what was known before the line broke; what the server never acknowledged is carried over */
function entered(reply: RequestReply<'session.join'>, before: CallData | undefined): CallState {
  const me = reply.participant.who;
  const layers = new Map<LayerView['surfaceId'], LayerView>();
  for (const layer of reply.layers)
    layers.set(layer.surfaceId, viewOf(layer, before?.layers.get(layer.surfaceId)?.pending ?? [], me));
  for (const { surfaceId, pending } of before?.layers.values() ?? [])
    if (pending.length > 0 && !layers.has(surfaceId))
      layers.set(surfaceId, viewOf(emptyView(surfaceId).confirmed, pending, me));

  const messages = reply.messages.flatMap(confirmedMessage);
  const known = new Set(messages.map(({ id }) => id));
  const call: CallData = {
    sessionId: reply.sessionId,
    case: reply.case,
    me: reply.participant.id,
    participants: put(reply.participants, reply.participant, ({ id }) => id),
    producers: reply.consumers.map(({ producer }) => producer),
    stage: reply.stage,
    layers,
    previews: new Map(),
    snapshots: reply.snapshots,
    snapshotProgress: new Map(),
    messages: [...messages, ...(before?.messages.filter((m) => m.pending && !known.has(m.id)) ?? [])],
    rung: reply.rung,
    wasRung: reply.rung.length > 0 ? reply.rung : (before?.wasRung ?? []),
    // Nothing rings any more, and nobody came: what was known of it still stands.
    ...(reply.rung.length === 0 && before?.unanswered && { unanswered: before.unanswered }),
    offers: reply.offers,
    autoFreeze: reply.autoFreeze,
    cameras: reply.cameras,
    quality: before?.quality ?? { mine: 'good', picture: 'live' },
    storage: before?.storage ?? 'ok',
  };
  return { phase: reply.participant.state.state === 'ringing' ? 'ringing' : 'active', call };
}
