import { expect, it } from 'vitest';
import { firstLanguage } from './language.ts';

it.each([
  ['de', ['en-US'], 'de'],
  [null, ['fr-FR', 'de-AT', 'en'], 'de'],
  [null, ['en-GB', 'de'], 'en'],
  [null, ['fr', 'it'], 'en'],
  ['fr', ['DE'], 'de'],
])(
  'takes what was chosen (%s), else the first that the browser wants of %s: %s',
  (stored, wanted, language) => {
    expect(firstLanguage(stored, wanted)).toBe(language);
  },
);

it('asks the organisation last', () => {
  expect(firstLanguage(null, ['fr'], 'de')).toBe('de');
  expect(firstLanguage(null, ['en'], 'de')).toBe('en');
});
