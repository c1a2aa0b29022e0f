import { computed, ref, watch } from 'vue';
import type { Ref } from 'vue';
import type { CallData } from '@fernblick/shared/client';
import { useNotice } from './useNotice.ts';

/** What the others write: large on the screen for as long as it takes to read, and counted until it was read. */
export function useWords(call: Readonly<Ref<CallData | undefined>>) {
  const { notice: words, say } = useNotice();
  const unread = ref(0);
  let seen: Set<string> | undefined;

  const myId = computed(() => call.value?.participants.find(({ id }) => id === call.value?.me)?.who.id);
  watch(
    () => call.value?.messages,
    (messages) => {
      if (!messages) return;
      const fresh = messages.filter(({ id, author }) => author.id !== myId.value && seen && !seen.has(id));
      // What was said before we came stands in the messages, not on the screen.
      seen = new Set(messages.map(({ id }) => id));
      const last = fresh[fresh.length - 1];
      if (!last) return;
      unread.value += fresh.length;
      say(last.text);
    },
    { immediate: true },
  );
  return { words, unread, myId };
}
