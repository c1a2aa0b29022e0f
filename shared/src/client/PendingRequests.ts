import { FernblickError, requests } from '../protocol/index.ts';
import type { RequestName, RequestReply, ServerMessage } from '../protocol/index.ts';
import type { Environment } from './environment.ts';

export interface RequestOptions {
  signal?: AbortSignal;
  timeoutMs?: number;
}

interface Pending {
  resolve(data: unknown): void;
  reject(error: Error): void;
}

const REQUEST_TIMEOUT_MS = 10_000;

/** What was asked on one socket and is not answered yet. Nothing in it outlives `failAll`, not even a timer. */
export class PendingRequests {
  readonly #environment: Environment;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /**
   * Sends a request and waits for its answer.
   * @throws FernblickError with the server's code, `OFFLINE` after `timeoutMs` or `failAll`, `BAD_DATA` for a reply
   * that the table does not know; the signal's reason
   */
  ask<Name extends RequestName>(
    name: Name,
    { signal, timeoutMs = REQUEST_TIMEOUT_MS }: RequestOptions,
    send: (id: number) => void,
  ): Promise<RequestReply<Name>> {
    if (signal?.aborted) return Promise.reject(abortReason(signal));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#pending.delete(id);
        stopTimer();
        signal?.removeEventListener('abort', onAbort);
      };
      const fail = (error: Error) => {
        settle();
        reject(error);
      };
      const onAbort = () => {
        fail(abortReason(signal));
      };
      const stopTimer = this.#environment.setTimer(() => {
        fail(new FernblickError('OFFLINE', `no answer to ${name}`));
      }, timeoutMs);
      signal?.addEventListener('abort', onAbort);
      this.#pending.set(id, {
        resolve: (answer) => {
          const reply = requests[name].reply.safeParse(answer);
          if (!reply.success) {
            fail(new FernblickError('BAD_DATA', `unexpected reply to ${name}`));
            return;
          }
          settle();
          // Parsed by this very name's schema, which TypeScript cannot follow through the table.
          resolve(reply.data as RequestReply<Name>);
        },
        reject: fail,
      });
      send(id);
    });
  }

  /** An answer came; one to a request that was given up is for nobody. */
  answer(message: Extract<ServerMessage, { t: 'res' }>): void {
    const pending = this.#pending.get(message.id);
    if (message.ok) pending?.resolve(message.data);
    else pending?.reject(errorFrom(message.error));
  }

  /** The socket is gone: whether any of it was done is unknown. */
  failAll(): void {
    for (const pending of [...this.#pending.values()]) pending.reject(offline());
  }
}

export function offline(): FernblickError {
  return new FernblickError('OFFLINE', 'no line to the server');
}

export function errorFrom({
  code,
  message,
  details,
}: Extract<ServerMessage, { t: 'error' }>['error']): FernblickError {
  return new FernblickError(code, message, details);
}

export function abortReason(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error('aborted');
}
