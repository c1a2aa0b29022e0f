import { expect, type Page } from '@playwright/test';

/** Of a sample between -1 and 1; Chromium's fake microphone beeps far louder, a codec's noise is far below. */
const AUDIBLE = 0.02;

/** Waits until other people's sound is played on a page and beeps: decoded samples, not the state of a track. */
export async function expectSound(page: Page): Promise<void> {
  await expect.poll(() => loudest(page, 1), { intervals: [0] }).toBeGreaterThan(AUDIBLE);
}

/** Waits until nothing is heard on a page for longer than the fake microphone ever pauses. */
export async function expectSilence(page: Page): Promise<void> {
  await expect.poll(() => loudest(page, 3), { intervals: [0] }).toBe(0);
}

/** The loudest sample in the next seconds of what the page plays; 0 while it plays nothing. */
function loudest(page: Page, seconds: number): Promise<number> {
  return page.evaluate(async (seconds) => {
    const audio = Array.from(document.querySelectorAll('audio'));
    const playing = audio.filter(({ paused, muted, volume }) => !paused && !muted && volume > 0);
    const context = new AudioContext();
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 8192 });
    for (const { srcObject } of playing) {
      if (srcObject instanceof MediaStream) context.createMediaStreamSource(srcObject).connect(analyser);
    }
    const samples = new Float32Array(analyser.fftSize);
    let peak = 0;
    while (context.currentTime < seconds) {
      await new Promise(requestAnimationFrame);
      analyser.getFloatTimeDomainData(samples);
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
    }
    await context.close();
    return peak;
  }, seconds);
}
