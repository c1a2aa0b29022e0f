import { useDocumentVisibility, watchDebounced } from '@vueuse/core';
import { shallowRef, watchEffect } from 'vue';
import type { Call } from './useCall.ts';

/** A glance at another window must not cost a key frame when one comes back. Milliseconds. */
const LOOKED_AWAY_MS = 5_000;

/**
 * Asks the server for what is seen and heard, and for nothing else: sound always, pictures while the page is seen
 * and their tile is not told to be out of sight.
 * @returns tells whether the tile of a producer's picture is in sight
 */
export function useWanted({ client, tracks }: Pick<Call, 'client' | 'tracks'>) {
  const unseen = shallowRef<ReadonlySet<string>>(new Set());
  const visibility = useDocumentVisibility();
  const away = shallowRef(false);
  watchDebounced(
    visibility,
    (now) => {
      away.value = now === 'hidden';
    },
    { debounce: () => (visibility.value === 'hidden' ? LOOKED_AWAY_MS : 0) },
  );
  const asked = new Map<string, boolean>();
  watchEffect(() => {
    for (const { producer } of tracks.value) {
      const { producerId, kind } = producer;
      const wanted = kind === 'audio' || !(away.value || unseen.value.has(producerId));
      if (asked.get(producerId) === wanted) continue;
      asked.set(producerId, wanted);
      client.value?.setWanted(producerId, wanted);
    }
  });
  return (producerId: string, seen: boolean): void => {
    const next = new Set(unseen.value);
    if (seen) next.delete(producerId);
    else next.add(producerId);
    unseen.value = next;
  };
}
