import { CodeReader } from './msCode.ts';

/** A picture that has not come by then will not. */
const WAIT_MS = 20_000;

/** Milliseconds on the page's clock of the first frame of a track that was decoded and shown. */
export function firstFrame(track: MediaStreamTrack): Promise<number> {
  const video = show(track);
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('no picture came')), WAIT_MS);
    video.requestVideoFrameCallback(() => resolve(performance.now()));
  });
}

/** Ages of the frames of a track as they are shown, until told to stop. */
export class AgeMeter {
  readonly ages: number[] = [];
  unreadable = 0;
  readonly #video: HTMLVideoElement;
  readonly #reader = new CodeReader();

  constructor(track: MediaStreamTrack) {
    this.#video = show(track);
    const look = () => {
      const now = performance.timeOrigin + performance.now();
      const age = this.#reader.age(this.#video, now);
      if (age === undefined) this.unreadable++;
      else this.ages.push(age);
      this.#video.requestVideoFrameCallback(look);
    };
    this.#video.requestVideoFrameCallback(look);
  }

  take(): number[] {
    return this.ages.splice(0);
  }
}

function show(track: MediaStreamTrack): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  video.style.cssText = 'width: 640px; display: block';
  video.srcObject = new MediaStream([track]);
  document.body.append(video);
  void video.play().catch(() => undefined);
  return video;
}
