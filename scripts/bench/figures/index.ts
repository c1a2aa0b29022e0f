import type { Figure } from './Figure.ts';
import { signalling } from './signalling.ts';

/** Everything that can be measured, in the order of the table. */
export const figures = { signalling } satisfies Record<string, Figure>;

export type FigureName = keyof typeof figures;

export function isFigureName(name: string): name is FigureName {
  return Object.hasOwn(figures, name);
}
