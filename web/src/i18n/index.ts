import { createI18n } from 'vue-i18n';
import { de } from './de.ts';
import { en } from './en.ts';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

const STORED = 'fernblick.language';

function isLanguage(text: string | null): text is Language {
  return text === 'en' || text === 'de';
}

/** The language chosen before on this device; otherwise the browser's first that there is. */
export function firstLanguage(stored: string | null, wanted: readonly string[]): Language {
  if (isLanguage(stored)) return stored;
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

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
