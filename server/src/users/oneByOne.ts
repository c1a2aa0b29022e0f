const tails = new Map<string, Promise<unknown>>();

/** Runs tasks of the same key after each other in this process, in the order they came. */
export function oneByOne<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
  const result = (tails.get(key) ?? Promise.resolve()).then(task);
  const tail = result
    .catch(() => undefined)
    .finally(() => {
      if (tails.get(key) === tail) tails.delete(key);
    });
  tails.set(key, tail);
  return result;
}
