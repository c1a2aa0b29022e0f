import type * as z from 'zod';
import { ErrorBody, FernblickError } from '../protocol/index.ts';

export interface ApiRequest<Reply extends z.ZodType> {
  /** Sent as JSON. */
  body?: unknown;
  /** What the answer must look like. */
  reply: Reply;
  signal?: AbortSignal;
}

/**
 * Asks the server's REST interface; cookies say who asks.
 * @param path from `/api` on
 * @returns the parsed answer
 * @throws FernblickError with the server's code; `OFFLINE` when no server answered; `BAD_DATA` when the answer
 * is not what this build expects; an AbortError when `signal` was used
 */
export async function apiFetch<Reply extends z.ZodType>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  { body, reply, signal }: ApiRequest<Reply>,
): Promise<z.infer<Reply>> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } };
  if (signal) init.signal = signal;
  if (body !== undefined) {
    init.headers = { accept: 'application/json', 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  const response = await fetch(path, init).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new FernblickError('OFFLINE', error instanceof Error ? error.message : 'no answer');
  });
  const answer: unknown = await response.json().catch(() => {
    signal?.throwIfAborted();
    return undefined;
  });
  if (!response.ok) throw errorOf(answer, response.status);
  const parsed = reply.safeParse(answer);
  if (!parsed.success) throw new FernblickError('BAD_DATA', `unexpected answer from ${path}`);
  return parsed.data;
}

/** The server's own error, or, where a proxy answered instead of it, the nearest code. */
export function errorOf(answer: unknown, status: number): FernblickError {
  const body = ErrorBody.safeParse(answer);
  if (body.success) return new FernblickError(body.data.code, body.data.message, body.data.details);
  if (status >= 502 && status <= 504) return new FernblickError('OFFLINE', `status ${status}`);
  return new FernblickError(status === 404 ? 'NOT_FOUND' : 'INTERNAL', `status ${status}`);
}
