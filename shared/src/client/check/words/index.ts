import { de } from './de.ts';
import { en } from './en.ts';

/** The words that all pages with a check share; each adds its own heading and buttons. */
export const checkWords = { en, de };
