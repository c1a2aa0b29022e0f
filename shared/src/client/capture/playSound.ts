import { sendTo } from './SpeakerKeeper.ts';

type Playable = Pick<HTMLMediaElement, 'play'>;

/**
 * Starts sound elements. Where the browser holds sound back until the page is touched it says so, and the next tap or
 * key anywhere starts them.
 */
export class SoundStarter {
  readonly #onBlocked: (blocked: boolean) => void;
  readonly #gestures: Pick<EventTarget, 'addEventListener'>;
  #elements: readonly Playable[] = [];
  #waiting: AbortController | undefined;

  /** @param gestures where taps and keys are heard */
  constructor(
    onBlocked: (blocked: boolean) => void,
    gestures: Pick<EventTarget, 'addEventListener'> = document,
  ) {
    this.#onBlocked = onBlocked;
    this.#gestures = gestures;
  }

  async play(elements: readonly Playable[] = this.#elements): Promise<void> {
    this.#elements = elements;
    const played = await Promise.allSettled(elements.map((element) => element.play()));
    // Meanwhile others took their place: their own attempt tells.
    if (this.#elements !== elements) return;
    const blocked = played.some((result) => result.status === 'rejected' && isHeldBack(result.reason));
    if (blocked === (this.#waiting !== undefined)) return;
    if (blocked) this.#wait();
    else this.#stopWaiting();
    this.#onBlocked(blocked);
  }

  close(): void {
    this.#elements = [];
    this.#stopWaiting();
  }

  #wait(): void {
    this.#waiting = new AbortController();
    const options = { signal: this.#waiting.signal, capture: true };
    // A pointer going down does not count as a touch everywhere, its going up does.
    for (const name of ['pointerup', 'click', 'keydown'])
      this.#gestures.addEventListener(name, () => void this.play(), options);
  }

  #stopWaiting(): void {
    this.#waiting?.abort();
    this.#waiting = undefined;
  }
}

function isHeldBack(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'NotAllowedError';
}

/** A context that may not start yet does not say so: it never answers. */
function refusal(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => {
      reject(new DOMException('sound is held back', 'NotAllowedError'));
    }, START_MS);
  });
}

const START_MS = 2_000;
const TONES = [523.25, 659.25, 783.99];
const TONE_SECONDS = 0.25;

/** Plays three rising tones on a speaker. @throws DOMException `NotAllowedError` where the browser holds it back */
export async function playTestSound(speakerId = ''): Promise<void> {
  const context = new AudioContext();
  const audio = new Audio();
  try {
    const sink = context.createMediaStreamDestination();
    TONES.forEach((hertz, index) => {
      const from = context.currentTime + 0.1 + index * TONE_SECONDS;
      const gain = context.createGain();
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(0.3, from + 0.02);
      gain.gain.linearRampToValueAtTime(0, from + TONE_SECONDS);
      const oscillator = context.createOscillator();
      oscillator.frequency.value = hertz;
      oscillator.connect(gain).connect(sink);
      oscillator.start(from);
      oscillator.stop(from + TONE_SECONDS);
    });
    audio.srcObject = sink.stream;
    await sendTo(audio, speakerId);
    await Promise.race([Promise.all([context.resume(), audio.play()]), refusal()]);
    await new Promise((resolve) => setTimeout(resolve, 1_000 * (TONES.length * TONE_SECONDS + 0.4)));
  } finally {
    audio.srcObject = null;
    await context.close();
  }
}
