/** What the work gives, or undefined if it fails or takes longer. */
export async function within<Result>(ms: number, work: Promise<Result>): Promise<Result | undefined> {
  const tooLong = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => tooLong.resolve(undefined), ms);
  timer.unref();
  try {
    return await Promise.race([work, tooLong.promise]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
