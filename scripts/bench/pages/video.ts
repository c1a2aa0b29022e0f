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
  ages: number[] = [];
  unreadable = 0;
  readonly #video: HTMLVideoElement;
  readonly #reader = new CodeReader();

  constructor(track: MediaStreamTrack, paintedWidth: number) {
    this.#video = show(track);
    const look = () => {
      const now = performance.timeOrigin + performance.now();
      const age = this.#reader.age(this.#video, now, paintedWidth);
      if (age === undefined) this.unreadable++;
      else this.ages.push(age);
      this.#video.requestVideoFrameCallback(look);
    };
    this.#video.requestVideoFrameCallback(look);
  }

  take(): { ages: number[]; unreadable: number; size: string } {
    const { videoWidth, videoHeight } = this.#video;
    const taken = {
      ages: this.ages.splice(0),
      unreadable: this.unreadable,
      size: `${videoWidth}x${videoHeight}`,
    };
    this.unreadable = 0;
    return taken;
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
