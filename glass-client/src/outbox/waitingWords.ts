import type { Messages } from '../i18n/en.ts';
import { problemOfCode } from '../problems.ts';
import type { Trying } from './Waiting.ts';
import type { WaitingItem } from './WaitingItem.ts';

/** What waits, since when and why, in words. */
export function waitingWords(item: WaitingItem, trying: Trying | undefined, m: Messages) {
  return {
    what: item.kind === 'text' ? item.text : m.outbox.photo,
    since: m.outbox.since(m.date(item.at)),
    state: stateOf(trying, m),
  };
}

function stateOf(trying: Trying | undefined, m: Messages): string {
  if (!trying) return m.outbox.waits;
  if (trying.state === 'sending') return m.outbox.sending;
  const { kind } = problemOfCode(trying.code);
  return m.problem[kind].title;
}
