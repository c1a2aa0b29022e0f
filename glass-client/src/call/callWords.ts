import { holderOf, othersIn } from '@fernblick/shared/client';
import type { CallData, CallState } from '@fernblick/shared/client';
import type { Participant } from '@fernblick/shared/protocol';
import type { Messages } from '../i18n/en.ts';
import type { View } from './chooseView.ts';
import type { Alone } from './useRinging.ts';

export interface CallWords {
  tone: 'good' | 'busy' | 'bad';
  /** One short line each, the most important first. */
  lines: string[];
}

/** Nobody but us is in the call yet. */
export function isWaiting(state: CallState): boolean {
  return state.phase === 'active' && othersIn(state.call).length === 0;
}

/**
 * The call's state in words, as it stands in the screen's corner.
 * @param alone why nobody else is there, if so
 */
export function callWords(state: CallState, view: View, alone: Alone | undefined, m: Messages): CallWords {
  const texts = m.call;
  if (!('call' in state) || !state.call) return { tone: 'busy', lines: [texts.connecting] };
  const { call } = state;
  const others = othersIn(call);
  const lines: string[] = [];
  const tone = toneOf(state, call, others);
  if (state.phase === 'reconnecting') lines.push(texts.reconnecting);
  else if (others.length === 0) lines.push(aloneWords(call, alone, m));
  else if (others.every(({ state: { state: theirs } }) => theirs === 'away')) lines.push(texts.away);
  else if (holderOf(call)) lines.push(m.reach.onHold);
  else if (call.quality.mine === 'bad') lines.push(texts.bad);
  else if (call.quality.mine === 'weak') lines.push(texts.weak);
  else lines.push(texts.connected);
  const names = (technicians: boolean) =>
    others.filter(({ role }) => (role === 'technician') === technicians).map(({ who }) => who.name);
  const [experts, colleagues] = [names(false), names(true)];
  if (experts.length > 0) lines.push(texts.expert(m.and(experts)));
  if (colleagues.length > 0) lines.push(texts.alsoHere(m.and(colleagues)));
  if (call.storage === 'away' || call.storage === 'full') lines.push(texts.notSaved);
  // Without a line it is said that nothing is lost.
  const unsent = state.phase === 'reconnecting' ? unsentIn(call) : 0;
  if (unsent > 0) lines.push(m.outbox.unsent(unsent));
  const shown = viewWords(view, m);
  if (shown) lines.push(shown);
  if (view.kind === 'remote' && call.quality.picture === 'frozen') lines.push(texts.still);
  return { tone, lines };
}

/** Strokes and words that the server has not acknowledged. */
function unsentIn({ layers, messages }: CallData): number {
  const strokes = [...layers.values()].reduce((sum, { pending }) => sum + pending.length, 0);
  return strokes + messages.filter(({ pending }) => pending).length;
}

function aloneWords({ rung }: CallData, alone: Alone | undefined, m: Messages): string {
  if (alone === 'left') return m.call.left;
  return alone === 'calling' ? m.call.calling(m.and(rung)) : m.call.nobody;
}

function toneOf(state: CallState, call: CallData, others: readonly Participant[]): CallWords['tone'] {
  if (state.phase === 'reconnecting' || call.quality.mine === 'bad') return 'bad';
  const away = others.every(({ state: { state: theirs } }) => theirs === 'away');
  return away || holderOf(call) || call.quality.mine === 'weak' ? 'busy' : 'good';
}

function viewWords(view: View, m: Messages): string | undefined {
  switch (view.kind) {
    case 'camera':
      return undefined;
    case 'remote':
      return view.producer.source === 'screen' ? m.call.screenBy(view.by) : m.call.shownBy(view.by);
    case 'snapshot':
      if (!view.ready) return m.call.pictureComes;
      return view.freeze ? m.call.frozenBy(view.by) : m.call.shownBy(view.by);
  }
}
