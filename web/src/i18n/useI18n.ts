import { useI18n as useVueI18n } from 'vue-i18n';
import type { WritableComputedRef } from 'vue';
import type { Language } from './language.ts';
import type { Messages } from './en.ts';

/** The paths of all single texts, such as `case.entry.session`. */
type PathsOf<Texts> = {
  [Key in keyof Texts & string]: Texts[Key] extends string
    ? Key
    : Texts[Key] extends readonly unknown[]
      ? never
      : `${Key}.${PathsOf<Texts[Key]>}`;
}[keyof Texts & string];

type TextKey = PathsOf<Messages>;

type Values = Record<string, string | number>;

interface Texts {
  /** A text with its values; a number chooses the plural and is `{n}` in it. */
  t: {
    (key: TextKey, values?: Values | number): string;
    (key: TextKey, values: Values, plural: number): string;
  };
  locale: WritableComputedRef<Language>;
}

/** vue-i18n with keys that the compiler knows: a text that does not exist is a type error. */
export function useI18n(): Texts {
  const { t, locale } = useVueI18n<object, Language>();
  return {
    t(key: TextKey, values: Values | number = {}, plural?: number) {
      if (typeof values === 'number') return t(key, values);
      return plural === undefined ? t(key, values) : t(key, values, plural);
    },
    locale,
  };
}
