/** Who wants to know of something. Listeners may come and go while they are being told. */
export class Listeners<Value> {
  readonly #listeners = new Set<(value: Value) => void>();

  /** @returns a function that takes the listener off again */
  add(listener: (value: Value) => void): () => void {
    // Wrapped, so that the same function may be added twice and be taken off once.
    const entry = (value: Value) => {
      listener(value);
    };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  tell(value: Value): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  clear(): void {
    this.#listeners.clear();
  }
}
