/** In a helper process: says what it is ready with, then answers each of its parent's requests. */
export function answerParent(ready: object, answer: (request: unknown) => Promise<object> | object): void {
  process.on('message', (request) => {
    void (async () => {
      try {
        process.send?.(await answer(request));
      } catch (error) {
        process.send?.({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
    })();
  });
  process.on('disconnect', () => process.exit());
  process.send?.(ready);
}
