import { paintCode } from './msCode.ts';

/** A picture that moves and carries the moment each of its frames was painted. */
export class TestCamera {
  readonly track: MediaStreamTrack;
  #stop: (() => void) | undefined;
  readonly #canvas = document.createElement('canvas');
  readonly #fps: number;

  constructor(width: number, height: number, fps: number) {
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#fps = fps;
    const [track] = this.#canvas.captureStream(fps).getVideoTracks();
    if (!track) throw new Error('the canvas gives no track');
    this.track = track;
    this.start();
  }

  start(): void {
    this.stop();
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (!context) throw new Error('no canvas');
    const { width, height } = this.#canvas;
    let frame = 0;
    const timer = setInterval(() => {
      frame++;
      context.fillStyle = '#3b4a52';
      context.fillRect(0, 0, width, height);
      for (let bar = 0; bar < 12; bar++) {
        context.fillStyle = `hsl(${bar * 30} 45% 50%)`;
        context.fillRect(
          ((frame * 4 + bar * 97) % (width + 60)) - 60,
          (bar * height) / 14 + height / 7,
          60,
          height / 16,
        );
      }
      paintCode(context, performance.timeOrigin + performance.now());
    }, 1_000 / this.#fps);
    this.#stop = () => clearInterval(timer);
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}

/** A quiet tone, as if somebody spoke. */
export function testMicrophone(): MediaStreamTrack {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  const out = audio.createMediaStreamDestination();
  volume.gain.value = 0.1;
  tone.connect(volume).connect(out);
  tone.start();
  const [track] = out.stream.getAudioTracks();
  if (!track) throw new Error('no sound');
  return track;
}
