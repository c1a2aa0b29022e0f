/**
 * Lets this process live at another time while `work` runs. What the server writes carries the time at which it
 * was written, and it has no way to back-date: a made-up past must really be written then.
 * @param at UTC ms
 */
export async function atTime<Result>(at: number, work: () => Promise<Result>): Promise<Result> {
  const { now } = Date;
  const shift = at - now();
  Date.now = () => now() + shift;
  try {
    return await work();
  } finally {
    Date.now = now;
  }
}
