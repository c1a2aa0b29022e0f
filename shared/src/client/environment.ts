/** One socket as the signal client uses it; after `close` it reports nothing more. */
export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketHandlers {
  onOpen(): void;
  onMessage(data: unknown): void;
  /** @param code WebSocket close code */
  onClose(code: number): void;
}

/** What the client needs of its browser; tests bring a clock of their own and sockets in memory. */
export interface Environment {
  openSocket(url: string, handlers: SocketHandlers): Socket;
  /** @returns a function that stops the timer */
  setTimer(callback: () => void, milliseconds: number): () => void;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** 0 up to 1. */
  random(): number;
  /** Calls back when the network is there again or the page is seen again; returns the way to stop that. */
  onWake(callback: () => void): () => void;
}

export const browserEnvironment: Environment = {
  openSocket(url, handlers) {
    const socket = new WebSocket(url);
    const silence = new AbortController();
    const { signal } = silence;
    socket.addEventListener(
      'open',
      () => {
        handlers.onOpen();
      },
      { signal },
    );
    socket.addEventListener(
      'message',
      (event: MessageEvent<unknown>) => {
        handlers.onMessage(event.data);
      },
      { signal },
    );
    // An `error` is always followed by `close`.
    socket.addEventListener(
      'close',
      ({ code }) => {
        handlers.onClose(code);
      },
      { signal },
    );
    return {
      send: (text) => {
        socket.send(text);
      },
      close: () => {
        silence.abort();
        socket.close();
      },
    };
  },
  setTimer(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
  now: () => performance.now(),
  random: () => Math.random(),
  onWake(callback) {
    const stop = new AbortController();
    globalThis.addEventListener('online', callback, { signal: stop.signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'visible') callback();
      },
      { signal: stop.signal },
    );
    return () => {
      stop.abort();
    };
  },
};
