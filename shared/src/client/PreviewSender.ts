import type { StrokeId, StrokePreview } from '../protocol/index.ts';
import type { Environment } from './environment.ts';

/** Shortest time between two batches, in milliseconds: one for each frame of a usual screen. */
export const PREVIEW_INTERVAL_MS = 16;
const MAX_POINTS = 200;

/** What is drawn goes out at once; what is drawn until the next sending may follow is gathered into one message per stroke. */
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
    if (!this.#stopTimer) this.#flush();
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
    const previews = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#stopTimer = this.#environment.setTimer(() => {
      this.#stopTimer = undefined;
      if (this.#waiting.size > 0) this.#flush();
    }, PREVIEW_INTERVAL_MS);
    for (const preview of previews) this.#send(preview);
  }
}
