import { computed, onScopeDispose, ref, watch } from 'vue';
import type { Ref } from 'vue';
import type { CallState } from '@fernblick/shared/client';
import { isWaiting } from './callWords.ts';

/** After so long in milliseconds the server gives a call up as missed. */
const RING_MS = 60_000;

/** Why nobody else is in the call: they are being rung, nobody answered, or they have left. */
export type Alone = 'calling' | 'unanswered' | 'left';

/** Whether anybody is being rung, or it is time to ring again. */
export function useRinging(state: Readonly<Ref<CallState>>) {
  const waiting = computed(() => isWaiting(state.value));
  const rung = computed(() => ('call' in state.value ? (state.value.call?.rung ?? []) : []));
  const inTime = ref(true);
  let timer: ReturnType<typeof setTimeout> | undefined;

  watch(
    [waiting, rung],
    ([now]) => {
      clearTimeout(timer);
      inTime.value = true;
      if (now)
        timer = setTimeout(() => {
          inTime.value = false;
        }, RING_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
  });

  const met = ref(false);
  watch(waiting, (now, before) => {
    if (before && !now && state.value.phase === 'active') met.value = true;
  });

  const alone = computed<Alone | undefined>(() => {
    if (!waiting.value) return undefined;
    if (inTime.value && rung.value.length > 0) return 'calling';
    return met.value ? 'left' : 'unanswered';
  });
  return { alone };
}
