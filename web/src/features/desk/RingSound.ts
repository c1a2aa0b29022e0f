/** One ring: two tones twice, then a pause; seconds from its start. */
const RING_SECONDS = 3;
const tones = [
  { at: 0, hertz: 523.25 },
  { at: 0.18, hertz: 659.25 },
  { at: 0.5, hertz: 523.25 },
  { at: 0.68, hertz: 659.25 },
] as const;
const TONE_SECONDS = 0.32;
const LOUDNESS = 0.16;

/** The part of an AudioContext that ringing needs; tests bring their own. */
export type RingContext = Pick<
  AudioContext,
  'state' | 'currentTime' | 'destination' | 'createOscillator' | 'createGain' | 'resume' | 'close'
>;

/**
 * Rings until stopped, with tones made here: no file is loaded. Browsers stay silent until somebody has touched
 * the page; then `blocked` is told, and `unblock` within a click makes it heard.
 */
export class RingSound {
  readonly #makeContext: () => RingContext;
  readonly #onBlocked: (blocked: boolean) => void;
  #context: RingContext | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    onBlocked: (blocked: boolean) => void,
    makeContext: () => RingContext = () => new AudioContext(),
  ) {
    this.#onBlocked = onBlocked;
    this.#makeContext = makeContext;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#context ??= this.#makeContext();
    void this.unblock();
    this.#ring();
    this.#timer = setInterval(() => {
      this.#ring();
    }, RING_SECONDS * 1_000);
  }

  /** Tries to be heard. A refused `resume` never settles in some browsers, so the state is looked at as it is. */
  async unblock(): Promise<void> {
    const context = this.#context;
    if (!context) return;
    if (context.state !== 'running') {
      this.#onBlocked(true);
      await context.resume().catch(() => undefined);
    }
    if (context === this.#context) this.#onBlocked(context.state !== 'running');
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    const context = this.#context;
    this.#context = undefined;
    if (!context) return;
    this.#onBlocked(false);
    void context.close();
  }

  #ring(): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    for (const { at, hertz } of tones) {
      const start = context.currentTime + at;
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = hertz;
      // A short rise and fall, or it clicks.
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS);
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + TONE_SECONDS);
    }
  }
}
