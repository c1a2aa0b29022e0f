import { expect, it } from 'vitest';
import { setTorch, setZoom } from './cameraControls.ts';
import { cameraAbilities, cameraSettings } from './cameraReport.ts';

/** A camera as Android's Chromium has it: advanced constraints are taken as far as it can. */
function stubTrack({ maxZoom = 8, torch = true } = {}): MediaStreamTrack {
  const settings: Record<string, unknown> = { width: 1920, height: 1080, facingMode: 'environment', zoom: 1 };
  if (torch) settings['torch'] = false;
  const track = {
    label: 'camera2 0, facing back',
    getConstraints: () => ({}),
    getCapabilities: () => ({ torch, zoom: { min: 1, max: maxZoom, step: 0.5 } }),
    getSettings: () => settings,
    applyConstraints: async ({ advanced: [set = {}] = [] }: { advanced?: Record<string, unknown>[] }) => {
      if (typeof set['zoom'] === 'number') settings['zoom'] = Math.round(set['zoom'] * 2) / 2;
      if (torch && 'torch' in set) settings['torch'] = set['torch'];
    },
  };
  return track as unknown as MediaStreamTrack;
}

it('reports what the camera can and how it is set, after a change too', async () => {
  const track = stubTrack();
  expect(cameraAbilities(track, true)).toEqual({
    torch: true,
    zoom: { min: 1, max: 8, step: 0.5 },
    switch: true,
  });
  expect(await setZoom(track, 2.7)).toBe(2.5);
  expect(await setTorch(track, true)).toBe(true);
  expect(cameraSettings(track)).toEqual({
    torch: true,
    zoom: 2.5,
    width: 1920,
    height: 1080,
    facing: 'environment',
    label: 'camera2 0, facing back',
  });
});

it('claims nothing for a camera that can nothing', async () => {
  const plain = { getSettings: () => ({ facingMode: 'sideways' }), label: '' } as unknown as MediaStreamTrack;
  expect(cameraAbilities(plain, false)).toEqual({ torch: false, switch: false });
  expect(cameraSettings(plain)).toEqual({});
  expect(await setZoom(plain, 3)).toBe(1);
  const dark = stubTrack({ torch: false, maxZoom: 1 });
  expect(cameraAbilities(dark, false)).toEqual({ torch: false, switch: false });
  expect(await setTorch(dark, true)).toBe(false);
});
