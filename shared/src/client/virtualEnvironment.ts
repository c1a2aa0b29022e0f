import type { Environment, Socket, SocketHandlers } from './environment.ts';

/** The client's end of a socket in memory, as the test's server sees it. */
export interface ServerEnd {
  url: string;
  open: boolean;
  /** What the client sent; set by the server. */
  onMessage: (text: string) => void;
  accept(): void;
  send(message: unknown): void;
  /** The line breaks; the client learns of it. */
  cut(code?: number): void;
}

/** A clock that only moves when told to, sockets in memory: for tests. */
export class VirtualEnvironment implements Environment {
  readonly sockets: ServerEnd[] = [];
  onConnect: (end: ServerEnd) => void = () => undefined;
  #now = 0;
  #order = 0;
  readonly #timers = new Map<number, { due: number; callback: () => void }>();
  readonly #wakers = new Set<() => void>();

  openSocket(url: string, handlers: SocketHandlers): Socket {
    const end: ServerEnd = {
      url,
      open: true,
      onMessage: () => undefined,
      accept: () => {
        if (end.open) handlers.onOpen();
      },
      send: (message) => {
        if (end.open) handlers.onMessage(JSON.stringify(message));
      },
      cut: (code = 1006) => {
        if (!end.open) return;
        end.open = false;
        handlers.onClose(code);
      },
    };
    this.sockets.push(end);
    this.setTimer(() => {
      this.onConnect(end);
    }, 1);
    return {
      send: (text) => {
        if (end.open) end.onMessage(text);
      },
      close: () => {
        end.open = false;
      },
    };
  }

  setTimer(callback: () => void, milliseconds: number): () => void {
    const key = ++this.#order;
    this.#timers.set(key, { due: this.#now + milliseconds, callback });
    return () => {
      this.#timers.delete(key);
    };
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    return 0.5;
  }

  onWake(callback: () => void): () => void {
    this.#wakers.add(callback);
    return () => {
      this.#wakers.delete(callback);
    };
  }

  wake(): void {
    for (const waker of this.#wakers) waker();
  }

  /** Timers that are set now. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Lets time pass: fires what is due in order, and lets promises settle after each. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await settle();
    for (;;) {
      const next = [...this.#timers].sort(([a, x], [b, y]) => x.due - y.due || a - b)[0];
      if (!next || next[1].due > until) break;
      this.#timers.delete(next[0]);
      this.#now = Math.max(this.#now, next[1].due);
      next[1].callback();
      await settle();
    }
    this.#now = until;
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 300; turn++) await Promise.resolve();
}
