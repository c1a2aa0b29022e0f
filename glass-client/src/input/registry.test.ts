import { describe, expect, it } from 'vitest';
import { commandIds, contexts, specOf } from './commandTable.ts';
import type { CommandId, Context } from './commandTable.ts';
import { choosePhrase, commandOf, commandsOf, languages, wearHfTitle } from './registry.ts';
import type { LanguageName } from './registry.ts';

const names = Object.keys(languages) as LanguageName[];

/** Levenshtein: so many letters must change to make one text of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (next[j - 1] ?? 0) + 1,
          (row[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Of ten letters at least four must differ, or a machine in the room decides which was meant. */
const tooAlike = (a: string, b: string) => distance(a, b) / Math.max(a.length, b.length) < 0.4;

const neverTogether = (a: CommandId, b: CommandId) => {
  const toggle = specOf(a).toggle;
  return toggle !== undefined && toggle === specOf(b).toggle;
};

/** The most that can be active at once: one of each toggle. */
function mostActive(context: Context): number {
  const own = commandsOf(context).filter((id) => specOf(id).contexts !== 'global');
  return new Set(own.map((id) => specOf(id).toggle ?? id)).size;
}

describe.each(names)('commands in %s', (name) => {
  const phrasesOf = (id: CommandId) => commandOf(id, name).phrases.map((phrase) => phrase.toLowerCase());

  it.each(contexts)('no two phrases sound alike on the screen %s', (context) => {
    const ids = commandsOf(context);
    const clashes = ids.flatMap((a, index) =>
      ids
        .slice(index + 1)
        .filter((b) => !neverTogether(a, b))
        .flatMap((b) => phrasesOf(a).flatMap((one) => phrasesOf(b).map((other) => [one, other] as const)))
        .filter(([one, other]) => tooAlike(one, other)),
    );
    expect(clashes).toEqual([]);
  });

  it('every command has words and a line of help, and an item of a list is no command', () => {
    for (const id of commandIds) {
      const { phrases, help } = commandOf(id, name);
      for (const text of [...phrases, help]) expect(text.trim(), id).not.toBe('');
      for (const phrase of phrases) expect(tooAlike(phrase, choosePhrase(name, 3)), id).toBe(false);
    }
  });
});

it.each(contexts)('at most twelve commands can be active on the screen %s', (context) => {
  expect(mostActive(context)).toBeLessThanOrEqual(12);
});

it('every command can be reached somewhere, and every screen has one', () => {
  const reached = new Set(contexts.flatMap((context) => commandsOf(context)));
  expect([...reached].sort()).toEqual([...commandIds].sort());
});

it('ending a call asks back, in both languages', () => {
  for (const name of names) expect(commandOf('endCall', name).danger).toBe(true);
});

it('writes directives as RealWear reads them', () => {
  expect(wearHfTitle('Take photo')).toBe('hf_no_number|hf_use_description|Take photo');
  expect(wearHfTitle('Take photo', true)).toBe(
    'hf_make_clickable|hf_no_number|hf_use_description|Take photo',
  );
});
