import type { BrowserContext, Page } from '@playwright/test';
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
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the track in hand
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

/** Lets a test unplug a device and plug it in again, as a page sees it: `window.plug(label, isIn)`. */
export async function withPlugs(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const out = new Set<string>();
    const opened = new Set<MediaStreamTrack>();
    const devices = navigator.mediaDevices;
    const enumerate = devices.enumerateDevices.bind(devices);
    const open = devices.getUserMedia.bind(devices);
    const isOut = (label: string) => [...out].some((part) => label.includes(part));
    const there = async () => (await enumerate()).filter(({ label }) => !isOut(label));
    Object.assign(devices, {
      enumerateDevices: there,
      async getUserMedia(constraints: MediaStreamConstraints) {
        const stream = await open(constraints);
        for (const track of stream.getTracks()) {
          if (!isOut(track.label)) opened.add(track);
          else {
            track.stop();
            throw new DOMException('unplugged', 'NotFoundError');
          }
        }
        return stream;
      },
    });
    Object.assign(window, {
      plug(label: string, isIn: boolean) {
        if (isIn) out.delete(label);
        else out.add(label);
        for (const track of opened) {
          if (!isOut(track.label) || track.readyState === 'ended') continue;
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
        devices.dispatchEvent(new Event('devicechange'));
      },
    });
  });
}

/** @param label a part of the device's name */
export async function plug(page: Page, label: string, isIn: boolean): Promise<void> {
  await page.evaluate(
    ([label, isIn]) => {
      (window as unknown as { plug(label: string, isIn: boolean): void }).plug(label, isIn);
    },
    [label, isIn] as const,
  );
}
