import { Counter, Histogram, Registry } from '@prometheus-io/client';
import type { SessionMeters } from '../sessions/services.ts';
import type { EngineOperation } from '../store/engine/MeasuredEngine.ts';
import { Window } from './Window.ts';

const fast = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const slow = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What is counted and timed as it happens, for Prometheus and for the status page. Labels are of small fixed sets:
 * no name, id or address of anybody.
 */
export class Meters implements SessionMeters {
  readonly registry = new Registry();
  /** Since the last sample. */
  readonly strokes = new Window();
  readonly storeCalls = new Window();
  readonly #stroke: Histogram<'step'>;
  readonly #store: Histogram<'operation'>;
  readonly #storeFailures: Counter<'operation'>;
  readonly #http: Histogram<'method' | 'route' | 'status'>;
  readonly #uploads: Counter<'result'>;
  readonly #uploadBytes: Counter;

  constructor() {
    const registers = [this.registry];
    this.#stroke = new Histogram({
      name: 'fernblick_stroke_seconds',
      help: 'From a stroke reaching the server until it was sent to the others, and until it was acknowledged as stored.',
      labelNames: ['step'],
      buckets: fast,
      registers,
    });
    this.#store = new Histogram({
      name: 'fernblick_store_seconds',
      help: 'Duration of operations of the database.',
      labelNames: ['operation'],
      buckets: fast,
      registers,
    });
    this.#storeFailures = new Counter({
      name: 'fernblick_store_failures_total',
      help: 'Operations that the database did not do.',
      labelNames: ['operation'],
      registers,
    });
    this.#http = new Histogram({
      name: 'fernblick_http_seconds',
      help: 'Duration of HTTP requests by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: slow,
      registers,
    });
    this.#uploads = new Counter({
      name: 'fernblick_uploads_total',
      help: 'Uploads of pictures that reached their end.',
      labelNames: ['result'],
      registers,
    });
    this.#uploadBytes = new Counter({
      name: 'fernblick_upload_bytes_total',
      help: 'Bytes of the pictures that were stored.',
      registers,
    });
  }

  strokeSent(ms: number): void {
    this.#stroke.observe({ step: 'sent' }, ms / 1_000);
  }

  strokeAcknowledged(ms: number): void {
    this.#stroke.observe({ step: 'acknowledged' }, ms / 1_000);
    this.strokes.add(ms);
  }

  storeCall(operation: EngineOperation, ms: number, ok: boolean): void {
    this.#store.observe({ operation }, ms / 1_000);
    if (!ok) this.#storeFailures.inc({ operation });
    this.storeCalls.add(ms);
  }

  httpDone(method: string, route: string, status: number, ms: number): void {
    this.#http.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, ms / 1_000);
  }

  uploadDone(result: 'stored' | 'refused', bytes: number): void {
    this.#uploads.inc({ result });
    if (result === 'stored') this.#uploadBytes.inc(bytes);
  }
}
