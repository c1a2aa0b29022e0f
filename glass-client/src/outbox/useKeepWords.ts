import { onScopeDispose, watch } from 'vue';
import type { Ref } from 'vue';
import { authorOfMe } from '@fernblick/shared/client';
import type { CallData } from '@fernblick/shared/client';
import type { CallTarget } from '../call/useCall.ts';
import type { Waiting } from './Waiting.ts';

/** Keeps what is written in a call until the server has it, so that a closed page loses nothing. */
export function useKeepWords(
  target: CallTarget,
  call: Readonly<Ref<CallData | undefined>>,
  waiting: Waiting,
) {
  const kept = new Set<string>();
  watch(
    () => call.value?.messages,
    (messages) => {
      const now = call.value;
      if (!messages || !now) return;
      const me = authorOfMe(now);
      for (const { id, author, pending, text, at } of messages) {
        if (author.id !== me.id) continue;
        if (pending && !kept.has(id)) {
          kept.add(id);
          const { id: caseId, number: caseNumber, title: caseTitle } = now.case;
          const about = { id, who: me.id, as: target.as, caseId, caseNumber, caseTitle, at };
          void waiting.keep({ ...about, kind: 'text', entryId: id, text });
        }
        if (!pending && kept.delete(id)) void waiting.sent(id);
      }
      // Refused and taken back: the page has said so.
      for (const id of kept)
        if (!messages.some((message) => message.id === id)) {
          kept.delete(id);
          void waiting.sent(id);
        }
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    for (const id of kept) waiting.settled(id);
  });
}
