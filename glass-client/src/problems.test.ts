import { expect, it } from 'vitest';
import { CaptureError } from '@fernblick/shared/client';
import { FernblickError, errorStatus } from '@fernblick/shared/protocol';
import type { ErrorCode } from '@fernblick/shared/protocol';
import { de } from './i18n/de.ts';
import { en } from './i18n/en.ts';
import { permissionGuide, problemOf } from './problems.ts';

it.each([
  ['INVITATION_EXPIRED', 'linkExpired'],
  ['INVITATION_USED', 'linkUsed'],
  ['INVITATION_REVOKED', 'linkRevoked'],
  ['INVITATION_INVALID', 'linkInvalid'],
  ['SESSION_FULL', 'sessionFull'],
  ['STOPPING', 'stopping'],
  ['OFFLINE', 'offline'],
] as const)('%s is told as %s, with its code', (code, kind) => {
  expect(problemOf(new FernblickError(code))).toEqual({ kind, code });
});

it.each([
  ['denied', 'denied'],
  ['none', 'noCamera'],
  ['inUse', 'cameraInUse'],
  ['insecure', 'insecure'],
] as const)('a camera that is %s is told as %s', (problem, kind) => {
  expect(problemOf(new CaptureError(problem)).kind).toBe(kind);
});

it('has words in both languages for whatever the server says', () => {
  for (const code of Object.keys(errorStatus) as ErrorCode[]) {
    const { kind } = problemOf(new FernblickError(code));
    for (const { problem } of [en, de]) {
      expect(problem[kind].title, code).not.toBe('');
      expect(problem[kind].steps.length, code).toBeGreaterThan(0);
    }
  }
});

it('tells anything else as what it is: unknown, with the name that was thrown', () => {
  expect(problemOf(new TypeError('x'))).toEqual({ kind: 'unknown', code: 'TypeError' });
});

it.each([
  ['chromeAndroid', 'Mozilla/5.0 (Linux; Android 14; Pixel 7) Chrome/126.0.0.0 Mobile Safari/537.36'],
  ['firefox', 'Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0'],
  [
    'safariIos',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1',
  ],
  ['desktop', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0.0.0 Safari/537.36'],
] as const)('leads to the permissions of %s', (guide, userAgent) => {
  expect(permissionGuide(userAgent, false)).toBe(guide);
  expect(permissionGuide(userAgent, true)).toBe('glasses');
});
