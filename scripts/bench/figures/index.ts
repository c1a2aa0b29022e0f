import type { Figure } from './Figure.ts';
import { capacity } from './capacity.ts';
import { cpu } from './cpu.ts';
import { glass } from './glass.ts';
import { join } from './join.ts';
import { memory } from './memory.ts';
import { overload } from './overload.ts';
import { signalling } from './signalling.ts';
import { snapshot } from './snapshot.ts';
import { stroke } from './stroke.ts';

/** Everything that can be measured, in the order of the table. */
export const figures = {
  join,
  cpu,
  capacity,
  stroke,
  glass,
  snapshot,
  signalling,
  overload,
  memory,
} satisfies Record<string, Figure>;

export type FigureName = keyof typeof figures;

export function isFigureName(name: string): name is FigureName {
  return Object.hasOwn(figures, name);
}
