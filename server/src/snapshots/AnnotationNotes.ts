import type { FastifyBaseLogger } from 'fastify';
import type { Author, SnapshotId } from '@fernblick/shared/protocol';
import { noteAnnotation } from './noteAnnotation.ts';

/** So long after the last stroke, drawing on a snapshot counts as done. */
const REST_MS = 20_000;

/** Puts annotated frames that were drawn outside a session into the timeline, once per rest instead of once per stroke. */
export class AnnotationNotes {
  readonly #deps: Parameters<typeof noteAnnotation>[0];
  readonly #log: FastifyBaseLogger;
  readonly #waiting = new Map<SnapshotId, { author: Author; timer: NodeJS.Timeout }>();

  constructor(deps: Parameters<typeof noteAnnotation>[0], log: FastifyBaseLogger) {
    this.#deps = deps;
    this.#log = log;
  }

  drawn(snapshotId: SnapshotId, author: Author): void {
    clearTimeout(this.#waiting.get(snapshotId)?.timer);
    const timer = setTimeout(() => void this.#note(snapshotId, author), REST_MS);
    timer.unref();
    this.#waiting.set(snapshotId, { author, timer });
  }

  /** What is not noted yet is noted now. */
  async close(): Promise<void> {
    await Promise.all([...this.#waiting].map(([snapshotId, { author }]) => this.#note(snapshotId, author)));
  }

  async #note(snapshotId: SnapshotId, author: Author): Promise<void> {
    clearTimeout(this.#waiting.get(snapshotId)?.timer);
    this.#waiting.delete(snapshotId);
    try {
      await noteAnnotation(this.#deps, snapshotId, author);
    } catch (error) {
      this.#log.warn({ err: error, snapshotId }, 'the annotated frame is not in the timeline');
    }
  }
}
