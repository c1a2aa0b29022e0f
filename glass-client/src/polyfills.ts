/**
 * What the pages' own code and their libraries call and a WebView of 2019 lacks. Loaded before everything else.
 * Syntax is lowered by the build; this is only about functions.
 */

function add(target: object, name: string, value: unknown): void {
  if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

add(Object, 'hasOwn', (target: object, key: PropertyKey) =>
  Object.prototype.hasOwnProperty.call(target, key),
);

add(String.prototype, 'replaceAll', function (this: string, searched: string | RegExp, by: string) {
  return searched instanceof RegExp ? this.replace(searched, by) : this.split(searched).join(by);
});

// What is cloned here are plain parameters of media.
add(globalThis, 'structuredClone', (value: unknown): unknown => JSON.parse(JSON.stringify(value)));

add(AbortSignal.prototype, 'throwIfAborted', function (this: AbortSignal) {
  if (this.aborted) throw new DOMException('aborted', 'AbortError');
});

/** Whether listeners can go away with a signal: a browser that can looks at the option. */
function knowsListenerSignals(): boolean {
  let asked = false;
  new EventTarget().addEventListener('x', null, {
    get signal() {
      asked = true;
      return new AbortController().signal;
    },
  });
  return asked;
}

if (!knowsListenerSignals()) {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    listen.call(this, type, listener, options);
    if (typeof options !== 'object' || !options.signal) return;
    listen.call(options.signal, 'abort', () => {
      this.removeEventListener(type, listener, options);
    });
  };
}
