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
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      analyser.fftSize = 512;
      context.createMediaStreamSource(new MediaStream([heard])).connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        // From -60 dB (quiet room) to -10 dB (loud voice).
        const decibels = 10 * Math.log10(power + 1e-10);
        level.value = heard.enabled ? Math.min(1, Math.max(0, (decibels + 60) / 50)) : 0;
      }, 100);
      onCleanup(() => {
        clearInterval(timer);
        void context.close();
      });
    },
    { immediate: true },
  );
  return level;
}
