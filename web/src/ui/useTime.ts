import { computed } from 'vue';
import { useI18n } from '../i18n/useI18n.ts';
import { useNowEvery } from './useNowEvery.ts';
import { ago, formatDuration, isSameDay } from './formatTime.ts';

/** Times as people read them, in the chosen language; they move on by themselves. */
export function useTime() {
  const { t, locale } = useI18n();
  /** English times in 24 hours: in a service report 7:00 must not be two times. */
  const region = computed(() => (locale.value === 'de' ? 'de-DE' : 'en-GB'));
  const now = useNowEvery(20_000);

  return {
    ago(at: number): string {
      const passed = ago(at, now.value, region.value);
      switch (passed.kind) {
        case 'justNow':
          return t('time.justNow');
        case 'minutes':
          return t('time.minutes', { n: passed.n });
        case 'hours':
          return t('time.hours', { n: passed.n });
        case 'yesterday':
          return t('time.yesterday');
        case 'date':
          return passed.text;
      }
    },
    clock: (at: number): string =>
      new Intl.DateTimeFormat(region.value, { hour: '2-digit', minute: '2-digit' }).format(at),
    full: (at: number): string =>
      new Intl.DateTimeFormat(region.value, { dateStyle: 'medium', timeStyle: 'short' }).format(at),
    day(at: number): string {
      const today = now.value;
      if (isSameDay(at, today)) return t('time.today');
      if (isSameDay(at, today - 86_400_000)) return t('time.yesterday');
      return new Intl.DateTimeFormat(region.value, { weekday: 'long', day: 'numeric', month: 'long' }).format(
        at,
      );
    },
    duration: formatDuration,
  };
}
