import { watch } from 'vue';
import type { Ref } from 'vue';
import type { CallData } from '@fernblick/shared/client';
import { useNotice } from './useNotice.ts';

/** What the others write stands large on the screen for as long as it takes to read. */
export function useWords(call: Readonly<Ref<CallData | undefined>>) {
  const { notice: words, say } = useNotice();
  let seen: Set<string> | undefined;

  watch(
    () => call.value?.messages,
    (messages) => {
      if (!messages || !call.value) return;
      const mine = call.value.participants.find(({ id }) => id === call.value?.me)?.who.id;
      const fresh = messages.filter(({ id, author }) => author.id !== mine && seen && !seen.has(id));
      // What was said before we came stands in the messages, not on the screen.
      seen = new Set(messages.map(({ id }) => id));
      const last = fresh[fresh.length - 1];
      if (last) say(last.text);
    },
    { immediate: true },
  );
  return words;
}
