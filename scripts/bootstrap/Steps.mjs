const beatMs = 1000;
const quietBeatMs = 15_000;

/** An error that a person can act on: its message is printed, its stack is not. */
export class PlainError extends Error {}

/** @param {number} ms */
export function seconds(ms) {
  return `${Math.round(ms / 1000)} s`;
}

/**
 * Shows the long steps of a command one after the other: which, where it is, how long it takes.
 * A terminal has one line per step, rewritten every second; a log gets a line now and then.
 */
export class Steps {
  #total;
  #number = 0;

  /** @param {number} [total] how many steps there will be; without it they are not numbered */
  constructor(total) {
    this.#total = total;
  }

  /**
   * Runs one step. What `work` resolves to is shown as its outcome; a failure is passed on.
   * @param {string} title
   * @param {(note: (text: string) => void) => string | Promise<string>} work `note` tells where it is
   */
  async run(title, work) {
    this.#number += 1;
    const label = this.#total ? `[${this.#number}/${this.#total}] ${title}` : title;
    const since = performance.now();
    const live = process.stdout.isTTY === true;
    let current = '';
    let shownAt = 0;
    const show = () => {
      const line = `${label} ... ${current ? `${current}, ` : ''}${seconds(performance.now() - since)}`;
      if (live) process.stdout.write(`\r\x1b[K${line.slice(0, (process.stdout.columns || 80) - 1)}`);
      else if (performance.now() - shownAt >= (shownAt ? quietBeatMs : 0)) {
        shownAt = performance.now();
        console.log(line);
      }
    };
    const beat = setInterval(show, beatMs);
    const clear = () => {
      clearInterval(beat);
      if (live) process.stdout.write('\r\x1b[K');
    };
    try {
      const outcome = await work((text) => {
        current = text;
      });
      clear();
      const took = performance.now() - since;
      console.log(`${label}: ${outcome}${took >= beatMs ? ` (${seconds(took)})` : ''}`);
    } catch (error) {
      clear();
      console.log(`${label}: failed after ${seconds(performance.now() - since)}`);
      throw error;
    }
  }
}
