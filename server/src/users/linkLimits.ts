import { FernblickError } from '@fernblick/shared/protocol';
import { AttemptLimits } from './AttemptLimits.ts';

/** Tokens have 256 bits; who still guesses from one address only costs us time. */
export const linkLimits = (): AttemptLimits => new AttemptLimits({ max: 60, windowMs: 15 * 60_000 });

/**
 * Does something with a token from a link; only tokens that do not exist count as guesses.
 * @throws TOO_FAST, and whatever `use` throws
 */
export async function forgivingRight<Result>(
  limits: AttemptLimits,
  address: string,
  use: () => Promise<Result>,
): Promise<Result> {
  limits.take(address);
  try {
    const result = await use();
    limits.forgive(address);
    return result;
  } catch (error) {
    const wrong =
      error instanceof FernblickError && ['LINK_INVALID', 'INVITATION_INVALID'].includes(error.code);
    if (!wrong) limits.forgive(address);
    throw error;
  }
}
