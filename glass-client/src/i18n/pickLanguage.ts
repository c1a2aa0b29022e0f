import type { LanguageName } from '../input/registry.ts';

/** The person's own choice, else the first of the browser's languages that there are texts for. */
export function pickLanguage(chosen: string | undefined, wanted: readonly string[]): LanguageName {
  return [chosen, ...wanted].map((tag) => tag?.slice(0, 2).toLowerCase()).find(isKnown) ?? 'en';
}

function isKnown(name: string | undefined): name is LanguageName {
  return name === 'en' || name === 'de';
}
