import type { BrowserContext } from '@playwright/test';
import config from '../playwright.config.ts';

const { launchOptions } = config.use ?? {};

/** A browser with two cameras and microphones that can be told apart, for tests about devices. */
export const twoCameras = {
  launchOptions: {
    ...launchOptions,
    args: [
      ...(launchOptions?.args ?? []).filter((arg) => !arg.startsWith('--use-f')),
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream=device-count=2',
    ],
  },
};

/** Chromium's pretended cameras have neither light nor zoom: here they say they had, and keep what is set. */
export async function withLightAndZoom(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const set = new WeakMap<MediaStreamTrack, { torch: boolean; zoom: number }>();
    const own = (track: MediaStreamTrack) => {
      const known = set.get(track) ?? { torch: false, zoom: 1 };
      set.set(track, known);
      return known;
    };
    const { getCapabilities, getSettings, applyConstraints } = MediaStreamTrack.prototype;
    Object.assign(MediaStreamTrack.prototype, {
      getCapabilities(this: MediaStreamTrack) {
        const range = { min: 1, max: 4, step: 0.5 };
        const extra = this.kind === 'video' ? { torch: true, zoom: range } : {};
        return { ...getCapabilities.call(this), ...extra };
      },
      getSettings(this: MediaStreamTrack) {
        return { ...getSettings.call(this), ...(this.kind === 'video' ? own(this) : {}) };
      },
      async applyConstraints(this: MediaStreamTrack, asked: MediaTrackConstraints = {}) {
        const { advanced = [], ...rest } = asked;
        for (const one of advanced) Object.assign(own(this), one);
        await applyConstraints.call(this, rest);
      },
    });
  });
}
