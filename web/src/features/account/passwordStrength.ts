export type Strength = 'short' | 'weak' | 'fair' | 'good';

const MIN_LENGTH = 10;
const common = ['password', 'passwort', 'qwertz', 'qwerty', 'fernblick', 'letmein', 'willkommen', 'welcome'];

/**
 * A hint while typing; the server decides. Length counts most, repetition and what others know of one count against.
 * @param known words that are easy to guess for whoever knows the person, such as their name
 */
export function passwordStrength(password: string, known: readonly string[]): Strength {
  if (password.length < MIN_LENGTH) return 'short';
  const lower = password.toLowerCase();
  const guessable = [...common, ...known.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))];
  const hits = guessable.filter((word) => word.length >= 4 && lower.includes(word));
  const rest = hits.reduce((text, word) => text.replaceAll(word, ''), lower);
  // What is left over decides: a long password may well hold a name.
  const distinct = new Set(rest).size;
  const runs = /(.)\1{3,}|0123|1234|2345|3456|4567|5678|6789|abcd/.test(rest);
  if (rest.length < MIN_LENGTH || distinct < 6) return 'weak';
  if (rest.length >= 16 && distinct >= 8 && !runs) return 'good';
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  return kinds >= 3 && rest.length >= 12 && !runs ? 'good' : 'fair';
}
