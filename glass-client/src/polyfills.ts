/**
 * What the pages' own code and their libraries call and a WebView of 2019 lacks. Loaded before everything else.
 * Syntax is lowered by the build; this is only about functions.
 */

function add(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

/** `at` of arrays, typed arrays and strings. */
function at(this: ArrayLike<unknown>, index: number): unknown {
  return this[index < 0 ? this.length + index : index];
}

add(Object, 'hasOwn', (target: object, key: PropertyKey) =>
  Object.prototype.hasOwnProperty.call(target, key),
);
for (const prototype of [Array.prototype, String.prototype, Uint8Array.prototype]) add(prototype, 'at', at);

add(Array.prototype, 'findLast', function (this: unknown[], wanted: (item: unknown) => boolean) {
  return [...this].reverse().find(wanted);
});

add(String.prototype, 'replaceAll', function (this: string, searched: string | RegExp, by: string) {
  return searched instanceof RegExp ? this.replace(searched, by) : this.split(searched).join(by);
});

add(Promise, 'allSettled', (promises: Iterable<unknown>) =>
  Promise.all(
    [...promises].map((promise) =>
      Promise.resolve(promise).then(
        (value) => ({ status: 'fulfilled', value }),
        (reason: unknown) => ({ status: 'rejected', reason }),
      ),
    ),
  ),
);

add(globalThis, 'structuredClone', (value: unknown): unknown => JSON.parse(JSON.stringify(value)));

add(globalThis.crypto, 'randomUUID', () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = Array.from(bytes, (byte, index) => {
    const marked = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, '0');
  }).join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
});

add(AbortSignal.prototype, 'throwIfAborted', function (this: AbortSignal) {
  if (this.aborted) throw new DOMException('aborted', 'AbortError');
});
