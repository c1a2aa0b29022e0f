import { useIntervalFn, useNow } from '@vueuse/core';
import { computed } from 'vue';
import type { ComputedRef } from 'vue';

/** The present time in UTC milliseconds, looked at every so many milliseconds. */
export function useNowEvery(ms: number): ComputedRef<number> {
  const now = useNow({ scheduler: (update) => useIntervalFn(update, ms) });
  return computed(() => now.value.getTime());
}
