import { createI18n } from 'vue-i18n';
import { de } from './de.ts';
import { en } from './en.ts';
import { firstLanguage } from './language.ts';
import type { Language } from './language.ts';

const STORED = 'fernblick.language';

export const i18n = createI18n({
  legacy: false,
  locale: firstLanguage(localStorage.getItem(STORED), navigator.languages),
  fallbackLocale: 'en',
  messages: { en, de },
});

export function chooseLanguage(language: Language): void {
  i18n.global.locale.value = language;
  localStorage.setItem(STORED, language);
}
