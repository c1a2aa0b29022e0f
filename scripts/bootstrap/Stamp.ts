import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A small file beside something that was made: from what. Tells whether it must be made again. */
export class Stamp {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Whether the thing was made from exactly this. */
  says(hash: string): boolean {
    try {
      return readFileSync(this.#file, 'utf8') === hash;
    } catch {
      return false;
    }
  }

  /** To be called when the thing is whole. */
  set(hash: string): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, hash);
  }

  /** To be called before the thing is touched, so that an interrupted run leaves no wrong stamp. */
  clear(): void {
    rmSync(this.#file, { force: true });
  }
}
