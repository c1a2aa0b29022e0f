import { computed, onScopeDispose, ref, watch } from 'vue';
import type { Ref } from 'vue';
import type { CallState } from '@fernblick/shared/client';
import { isWaiting } from './callWords.ts';

/** After so long in milliseconds the server gives a call up as missed. */
const RING_MS = 60_000;

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

  return {
    waiting,
    calling: computed(() => waiting.value && inTime.value && rung.value.length > 0),
  };
}
