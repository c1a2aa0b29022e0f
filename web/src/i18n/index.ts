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

/** The organisation's language, where neither the person nor the browser asks for another. */
export function fallBackTo(organisation: Language): void {
  const stored = localStorage.getItem(STORED);
  i18n.global.locale.value = firstLanguage(stored, navigator.languages, organisation);
}

export function chooseLanguage(language: Language): void {
  i18n.global.locale.value = language;
  localStorage.setItem(STORED, language);
}
