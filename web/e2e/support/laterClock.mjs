// Preloaded into a server by a test: its clock goes ahead by so many milliseconds.
const ahead = Number(process.env.CLOCK_AHEAD_MS);

globalThis.Date = class extends Date {
  /** @param {[] | [string | number | Date]} time */
  constructor(...time) {
    super(...(time.length === 0 ? [Date.now() + ahead] : time));
  }

  static now() {
    return super.now() + ahead;
  }
};
