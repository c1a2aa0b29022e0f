import type { Author, CameraCommand, CameraSettings, EventData, RequestData } from '../../protocol/index.ts';
import type { Environment } from '../environment.ts';
import type { SignalClient } from '../SignalClient.ts';

type Asked = EventData<'camera.asked'>;

export interface AskedCameraOptions {
  line: Pick<SignalClient, 'request' | 'on'>;
  environment: Pick<Environment, 'setTimer'>;
  /** Does it and says how the camera is set then. Rejects where the camera cannot. */
  obey(command: CameraCommand): Promise<CameraSettings>;
  /** The person is to be asked, or (undefined) no more. */
  onQuestion(by: Author | undefined): void;
  onDone(by: Author, command: CameraCommand): void;
}

/**
 * A device whose camera others ask for: puts the question to its person, does what was allowed one after the other,
 * and answers. Askings that run out while the question stands are dropped; nothing is done late.
 */
export class AskedCamera {
  readonly #options: AskedCameraOptions;
  readonly #waiting = new Map<Asked, () => void>();
  readonly #stop: () => void;
  #work: Promise<void> = Promise.resolve();

  constructor(options: AskedCameraOptions) {
    this.#options = options;
    this.#stop = options.line.on('camera.asked', (asked) => {
      if (asked.needsConsent) this.#question(asked);
      else this.#do(asked);
    });
  }

  /** The person allows it, for the rest of the session. @throws FernblickError */
  async allow(): Promise<void> {
    const allowed = this.#dismiss();
    await this.#options.line.request('camera.consent', { consent: 'allowed' });
    for (const asked of allowed) this.#do(asked);
  }

  notNow(): void {
    for (const { askId } of this.#dismiss()) this.#answer({ askId, outcome: 'denied' });
  }

  /** @throws FernblickError */
  async forbid(): Promise<void> {
    this.#dismiss();
    await this.#options.line.request('camera.consent', { consent: 'forbidden' });
  }

  /** After a `forbid`: questions are welcome again. @throws FernblickError */
  async permit(): Promise<void> {
    await this.#options.line.request('camera.consent', { consent: 'open' });
  }

  close(): void {
    this.#stop();
    this.#dismiss();
  }

  #question(asked: Asked): void {
    const stopTimer = this.#options.environment.setTimer(() => {
      this.#waiting.delete(asked);
      this.#tellQuestion();
    }, asked.expiresInMs);
    this.#waiting.set(asked, stopTimer);
    this.#tellQuestion();
  }

  #tellQuestion(): void {
    const [first] = this.#waiting.keys();
    this.#options.onQuestion(first?.by);
  }

  #dismiss(): Asked[] {
    const waiting = [...this.#waiting.keys()];
    for (const stopTimer of this.#waiting.values()) stopTimer();
    this.#waiting.clear();
    if (waiting.length > 0) this.#tellQuestion();
    return waiting;
  }

  #do({ askId, by, command }: Asked): void {
    this.#work = this.#work.then(async () => {
      try {
        const now = await this.#options.obey(command);
        this.#answer({ askId, outcome: 'done', now });
        this.#options.onDone(by, command);
      } catch {
        this.#answer({ askId, outcome: 'failed' });
      }
    });
  }

  #answer(answer: RequestData<'camera.answer'>): void {
    this.#options.line.request('camera.answer', answer).catch(() => {
      // The asker hears of it by time.
    });
  }
}
