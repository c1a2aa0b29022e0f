export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

function isLanguage(text: string | null): text is Language {
  return text === 'en' || text === 'de';
}

/** The language chosen before on this device; otherwise the browser's first that there is, then the organisation's. */
export function firstLanguage(
  stored: string | null,
  wanted: readonly string[],
  organisation: Language = 'en',
): Language {
  if (isLanguage(stored)) return stored;
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? organisation;
}
