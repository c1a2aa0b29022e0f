/** What a figure opened, closed in the opposite order when it ends, however it ends. */
export class Scope {
  readonly #closers: (() => unknown)[] = [];
  #closing: Promise<void> | undefined;

  /** Closes it with the scope. */
  own<Thing>(thing: Thing, close: (thing: Thing) => unknown): Thing {
    this.#closers.push(() => close(thing));
    return thing;
  }

  /** May be called twice; one that fails does not keep the others from being closed. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (let close = this.#closers.pop(); close; close = this.#closers.pop()) {
      try {
        await close();
      } catch (error) {
        console.error('left open:', error);
      }
    }
  }
}
