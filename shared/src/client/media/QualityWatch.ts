import type { CallQuality } from '../callState.ts';
import type { Environment } from '../environment.ts';
import { QualityJudge } from './quality.ts';

/** Often enough that a picture that stands is said within two seconds. */
const SAMPLE_MS = 500;

type Sample = Parameters<QualityJudge['judge']>[0];

interface Options {
  environment: Environment;
  sample: () => Promise<Sample | undefined>;
  onChanged: (quality: CallQuality) => void;
  onSample: (sample: Sample) => void;
}

/** Looks at the line twice a second and tells when it became better or worse. */
export class QualityWatch {
  readonly #options: Options;
  readonly #judge = new QualityJudge();
  #quality: CallQuality = { mine: 'good', picture: 'live' };
  #stopTimer: (() => void) | undefined;
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  get quality(): CallQuality {
    return this.#quality;
  }

  /** From now on, or anew after a rejoin. */
  start(): void {
    this.#stopTimer?.();
    if (this.#closed) return;
    this.#stopTimer = this.#options.environment.setTimer(() => void this.#look(), SAMPLE_MS);
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer?.();
  }

  async #look(): Promise<void> {
    const sample = await this.#options.sample().catch(() => undefined);
    if (this.#closed) return;
    if (sample) {
      this.#options.onSample(sample);
      const before = this.#quality;
      this.#quality = this.#judge.judge(sample);
      const { mine, picture } = this.#quality;
      if (mine !== before.mine || picture !== before.picture) this.#options.onChanged(this.#quality);
    }
    this.start();
  }
}
