import { computed } from 'vue';
import { useI18n } from './useI18n.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** The texts as they are, for lists of them; single ones are read with `t()`. */
export function useTexts() {
  const { locale } = useI18n();
  return computed(() => (locale.value === 'de' ? de : en));
}
