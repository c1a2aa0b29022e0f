import { onScopeDispose, shallowRef } from 'vue';

/** Words that stand for some seconds, longer ones for longer. */
export function useNotice() {
  const notice = shallowRef<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function say(words: string | undefined): void {
    clearTimeout(timer);
    notice.value = words;
    if (words !== undefined)
      timer = setTimeout(() => {
        notice.value = undefined;
      }, readingTime(words));
  }
  onScopeDispose(() => {
    clearTimeout(timer);
  });
  return { notice, say };
}

/** Milliseconds it takes to notice and read a text with the hands full. */
function readingTime(words: string): number {
  return Math.min(20_000, 5_000 + 90 * words.length);
}
