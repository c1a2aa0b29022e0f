import type { StrokeId, StrokePreview } from '../protocol/index.ts';
import type { Environment } from './environment.ts';

/** Shortest time between two batches, in milliseconds: about thirty a second. */
export const PREVIEW_INTERVAL_MS = 33;
const MAX_POINTS = 200;

/** Gathers what is drawn between two sendings into one message per stroke. */
export class PreviewSender {
  readonly #environment: Environment;
  readonly #send: (preview: StrokePreview) => void;
  readonly #waiting = new Map<StrokeId, StrokePreview>();
  #stopTimer: (() => void) | undefined;

  constructor(environment: Environment, send: (preview: StrokePreview) => void) {
    this.#environment = environment;
    this.#send = send;
  }

  add(preview: StrokePreview): void {
    const before = this.#waiting.get(preview.id);
    const follows = before && preview.from === before.from + before.points.length;
    if (follows && before.points.length + preview.points.length <= MAX_POINTS)
      this.#waiting.set(preview.id, {
        ...preview,
        from: before.from,
        points: [...before.points, ...preview.points],
      });
    else {
      // A later part that does not fit goes separately; one that starts anew replaces what waits.
      if (before && preview.from > before.from) this.#send(before);
      this.#waiting.set(preview.id, preview);
    }
    this.#stopTimer ??= this.#environment.setTimer(() => {
      this.#flush();
    }, PREVIEW_INTERVAL_MS);
  }

  /** The stroke is finished: its entry follows, and a preview after that would show it twice. */
  drop(id: StrokeId): void {
    this.#waiting.delete(id);
  }

  close(): void {
    this.#stopTimer?.();
    this.#waiting.clear();
  }

  #flush(): void {
    this.#stopTimer = undefined;
    const previews = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const preview of previews) this.#send(preview);
  }
}
