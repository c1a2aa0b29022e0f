import type { DocumentEngine } from '../engine/DocumentEngine.ts';

/**
 * One change of what is stored from the shape before to `to`. It runs once, alone, on whichever database there is;
 * when it throws, all it did is undone. It makes the collections it needs by itself.
 */
export interface Migration {
  to: number;
  /** In a word or two, for whoever starts the server. */
  title: string;
  run(engine: DocumentEngine): Promise<void>;
}

/** All of them, in order and without a gap; the first shape is 1. A migration that was delivered is never changed. */
export const migrations: readonly Migration[] = [];

/** The shape that these migrations lead to. */
export const shapeAfter = (all: readonly Migration[]): number => all.at(-1)?.to ?? 1;

/** Shape of what is stored. A newer one is refused, since an older server would damage it. */
export const SCHEMA_VERSION = shapeAfter(migrations);
