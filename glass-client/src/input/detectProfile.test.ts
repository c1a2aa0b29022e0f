import { expect, it } from 'vitest';
import { detectProfile } from './detectProfile.ts';

const android = (model: string) =>
  `Mozilla/5.0 (Linux; Android 10; ${model}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/74.0.3729.157 Safari/537.36`;

it.each([
  ['realwear', { userAgent: android('T1100G'), width: 854, height: 480, touch: false }],
  ['realwear', { userAgent: android('RealWear Navigator 520'), width: 853, height: 480, touch: true }],
  ['glasses', { userAgent: android('Vuzix M400'), width: 640, height: 360, touch: true }],
  ['glasses', { userAgent: android('unknown'), width: 854, height: 480, touch: false }],
  ['phone', { userAgent: android('Pixel 7'), width: 412, height: 915, touch: true }],
  ['phone', { userAgent: android('Pixel 7'), width: 844, height: 390, touch: true }],
  ['phone', { userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', width: 1440, height: 900, touch: false }],
])('is shown as on %s: %o', (profile, surroundings) => {
  expect(detectProfile(surroundings)).toBe(profile);
});
