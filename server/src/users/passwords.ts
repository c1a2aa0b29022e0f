import { hash, verify } from '@node-rs/argon2';
import { FernblickError } from '@fernblick/shared/protocol';

/** OWASP's parameters for argon2id (the package's default kind): 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** Takes as long as `hashPassword`, since the hash names the same cost. */
export const verifyPassword = (stored: { hash: string; password: string }): Promise<boolean> =>
  verify(stored.hash, stored.password);

/**
 * Refuses what is guessed first in spite of its length; the schema asks for the length.
 * @throws PASSWORD_WEAK
 */
export function checkPassword(password: string, person: { email: string; name: string }): void {
  const text = password.toLowerCase();
  const mailbox = person.email.split('@')[0] ?? '';
  const isOneself = [person.email, mailbox, person.name.toLowerCase()].some(
    (word) => word.length >= 3 && text.replaceAll(word, '').length < 6,
  );
  if (new Set(text).size < 5 || isOneself) throw new FernblickError('PASSWORD_WEAK');
}
