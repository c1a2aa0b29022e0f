import { commandIds, specOf } from './commandTable.ts';
import type { CommandId, CommandWords, Context, Language } from './commandTable.ts';
import { de } from './commands/de.ts';
import { en } from './commands/en.ts';

export const languages = { en, de } as const;
export type LanguageName = keyof typeof languages;

export interface Command extends CommandWords {
  id: CommandId;
  danger: boolean;
}

/** A command in the words of a language. */
export function commandOf(id: CommandId, language: LanguageName): Command {
  return { id, danger: specOf(id).danger ?? false, ...languages[language].commands[id] };
}

/** Everything that may be active in a context, the global commands last. */
export function commandsOf(context: Context): CommandId[] {
  const own = commandIds.filter((id) => {
    const { contexts } = specOf(id);
    return contexts !== 'global' && contexts.includes(context);
  });
  return [...own, ...commandIds.filter((id) => specOf(id).contexts === 'global')];
}

/**
 * RealWear's speech directive, for the element's `title`: the phrase clicks the element, and no number stands on it.
 * @param clickable the element is no button: without this the command is lost after one use
 */
export function wearHfTitle(phrase: string, clickable = false): string {
  return `${clickable ? 'hf_make_clickable|' : ''}hf_no_number|hf_use_description|${phrase}`;
}

/** The language's phrase that picks an item of a list. */
export function choosePhrase(language: LanguageName, number: number): string {
  const words: Language = languages[language];
  return words.choose(number);
}
