import { SfuError, toSfuError, type SfuErrorCode } from './SfuError.ts';

/** The open-until-closed state that pool, room and peer share. */
export class Lifetime {
  readonly #controller = new AbortController();
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get ended(): boolean {
    return this.#controller.signal.aborted;
  }

  /** True for the first caller only. */
  end(): boolean {
    if (this.ended) return false;
    this.#controller.abort();
    return true;
  }

  /** @throws SfuError SFU_CLOSED */
  assertOpen(): void {
    if (this.ended) throw new SfuError('SFU_CLOSED', `${this.#name} is closed`);
  }

  /**
   * One request to the media worker. If the owner was closed meanwhile, `undo` gets what was made and the caller
   * SFU_CLOSED; other failures come as SfuError, `fallback` where the library does not say what kind they are.
   */
  async request<T>(send: () => Promise<T>, fallback: SfuErrorCode, undo?: (made: T) => void): Promise<T> {
    this.assertOpen();
    let made: T;
    try {
      made = await send();
    } catch (error) {
      this.assertOpen();
      throw toSfuError(error, fallback);
    }
    if (this.ended) undo?.(made);
    this.assertOpen();
    return made;
  }
}
