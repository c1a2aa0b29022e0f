import { computed, ref, watchEffect } from 'vue';
import { languages } from '../input/registry.ts';
import type { LanguageName } from '../input/registry.ts';
import { remember, remembered } from '../ui/remember.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Messages } from './en.ts';
import { pickLanguage } from './pickLanguage.ts';

const KEY = 'fernblick.language';
const texts: Record<LanguageName, Messages> = { en, de };

export const language = ref<LanguageName>(pickLanguage(remembered(KEY), navigator.languages));

/** The texts of the language in use. */
export const messages = computed<Messages>(() => texts[language.value]);

watchEffect(() => {
  document.documentElement.lang = language.value;
});

export function switchLanguage(): void {
  const names = Object.keys(languages) as LanguageName[];
  const next = names[(names.indexOf(language.value) + 1) % names.length];
  if (!next) return;
  language.value = next;
  remember(KEY, next);
}
