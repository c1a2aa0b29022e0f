import type { Figure } from './Figure.ts';
import { join } from './join.ts';
import { signalling } from './signalling.ts';

/** Everything that can be measured, in the order of the table. */
export const figures = { join, signalling } satisfies Record<string, Figure>;

export type FigureName = keyof typeof figures;

export function isFigureName(name: string): name is FigureName {
  return Object.hasOwn(figures, name);
}
