import { Worker } from 'node:worker_threads';
import { FernblickError } from '@fernblick/shared/protocol';
import { UniqueViolation } from '../engine/DocumentEngine.ts';
import type { Answer, Ask, Failure, ReadRequest, ThreadData, WriteRequest } from './requests.ts';

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/**
 * One worker thread with one connection. If the thread dies, what it was asked is rejected with
 * `STORE_UNAVAILABLE` and the next call starts a new one.
 */
export class DatabaseThread {
  readonly #data: ThreadData;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #nextId = 1;
  #closed = false;

  constructor(data: ThreadData) {
    this.#data = data;
  }

  /** @throws UniqueViolation, `DISK_FULL`, `STORE_UNAVAILABLE` */
  call(request: WriteRequest | ReadRequest): Promise<unknown> {
    if (this.#closed) return Promise.reject(new FernblickError('STORE_UNAVAILABLE', 'the store is closed'));
    const worker = (this.#worker ??= this.#start());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, request } satisfies Ask);
    });
  }

  /** What was asked before is still done. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (!worker) return;
    const exit = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ id: 0, request: { kind: 'close' } } satisfies Ask);
    await exit;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.#data });
    let reason = 'the database thread ended';
    worker.on('message', (answer: Answer) => this.#settle(answer));
    worker.on('error', (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      const waiting = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { reject } of waiting) reject(new FernblickError('STORE_UNAVAILABLE', reason));
    });
    return worker;
  }

  #settle({ id, outcome }: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (outcome.ok) waiting?.resolve(outcome.value);
    else waiting?.reject(errorOf(outcome.failure));
  }
}

function errorOf({ kind, message }: Failure): Error {
  switch (kind) {
    case 'unique':
      return new UniqueViolation(message);
    case 'full':
      return new FernblickError('DISK_FULL', message);
    case 'unavailable':
      return new FernblickError('STORE_UNAVAILABLE', message);
    case 'internal':
      return new Error(message);
  }
}
