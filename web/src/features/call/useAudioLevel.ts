import { watchLevel } from '@fernblick/shared/client';
import { ref, watch } from 'vue';
import type { Ref } from 'vue';

/** How loud a sound is, 0..1, ten times a second; for a meter that proves that one is heard. */
export function useAudioLevel(track: Readonly<Ref<MediaStreamTrack | undefined>>): Readonly<Ref<number>> {
  const level = ref(0);
  watch(
    track,
    (heard, _before, onCleanup) => {
      level.value = 0;
      if (!heard) return;
      onCleanup(
        watchLevel(heard, (now) => {
          level.value = now;
        }),
      );
    },
    { immediate: true },
  );
  return level;
}
