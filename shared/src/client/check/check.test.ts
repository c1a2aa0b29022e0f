import { expect, it } from 'vitest';
import { FernblickError } from '../../protocol/index.ts';
import { CaptureError } from '../capture/captureError.ts';
import { browserOf } from './browserOf.ts';
import { pathOf } from './networkPath.ts';
import { runChecks, supportText } from './runChecks.ts';
import type { CheckParts, CheckResult } from './runChecks.ts';

const capabilities = { codecs: [{ kind: 'video' as const, mimeType: 'video/VP8', clockRate: 90_000 }] };
const fine: CheckParts = {
  isSecure: () => true,
  open: async (kind) => `My ${kind}`,
  ownCodecs: () => ['video/VP8', 'video/AV1'],
  serverCapabilities: async () => ({ ...capabilities, headerExtensions: [] }),
  networkPath: async () => 'udp',
  play: async () => undefined,
  cameraNeeded: true,
};

async function check(parts: Partial<CheckParts> = {}) {
  const results: CheckResult[] = [];
  await runChecks({ ...fine, ...parts }, (result) => results.push(result));
  return results;
}
const short = (results: CheckResult[]) =>
  results.map(({ id, state, finding }) => `${id} ${state} ${finding}`);

it('says ok to each when nothing is missing', async () => {
  expect(short(await check())).toEqual([
    'secure ok ok',
    'microphone ok ok',
    'camera ok ok',
    'codec ok ok',
    'network ok ok',
    'sound ok ok',
  ]);
});

it('names each thing that is missing and goes on to the next', async () => {
  const results = await check({
    isSecure: () => false,
    open: (kind) => Promise.reject(new CaptureError(kind === 'camera' ? 'none' : 'denied')),
    ownCodecs: () => ['video/AV1'],
    networkPath: async () => 'none',
    play: () => Promise.reject(new DOMException('', 'NotAllowedError')),
  });
  expect(short(results)).toEqual([
    'secure problem insecure',
    'microphone problem denied',
    'camera problem none',
    'codec problem noCodec',
    'network problem noPath',
    'sound note blocked',
  ]);
});

it('tells what works less well from what does not work', async () => {
  const noCamera = (kind: string) =>
    kind === 'camera' ? Promise.reject(new CaptureError('none')) : Promise.resolve('');
  expect(short(await check({ open: noCamera, cameraNeeded: false }))[2]).toBe('camera note none');
  expect(short(await check({ networkPath: async () => 'tcp' }))[4]).toBe('network note tcp');
  const fails = (code: 'OFFLINE' | 'NOT_SIGNED_IN' | 'TOO_FAST') =>
    check({ networkPath: () => Promise.reject(new FernblickError(code)) });
  expect(short(await fails('OFFLINE'))[4]).toBe('network problem offline');
  expect(short(await fails('NOT_SIGNED_IN'))[4]).toBe('network note notSignedIn');
  expect(short(await fails('TOO_FAST'))[4]).toBe('network note busy');
});

it('reads the way from what ICE chose, also where there is no transport report', () => {
  const candidates = [
    { id: 'l', type: 'local-candidate', candidateType: 'host', protocol: 'tcp' },
    { id: 'r', type: 'remote-candidate', protocol: 'tcp' },
    { id: 'u', type: 'remote-candidate', protocol: 'udp' },
    { id: 't', type: 'local-candidate', candidateType: 'relay', protocol: 'udp' },
  ];
  const pair = (id: string, local: string, remote: string) => ({
    id,
    type: 'candidate-pair',
    localCandidateId: local,
    remoteCandidateId: remote,
    nominated: true,
    state: 'succeeded',
  });
  const transport = { id: 'x', type: 'transport', selectedCandidatePairId: 'p' };
  expect(pathOf([...candidates, pair('p', 'l', 'r'), transport])).toBe('tcp');
  expect(pathOf([...candidates, pair('p', 'l', 'u')])).toBe('udp');
  expect(pathOf([...candidates, pair('p', 't', 'u'), transport])).toBe('relay');
  expect(pathOf(candidates)).toBeUndefined();
});

it('knows the browsers apart', () => {
  const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0';
  expect(browserOf(`Mozilla/5.0 (X11; Linux x86_64) ${chrome} Safari/537.36`)).toBe('chrome');
  expect(browserOf(`Mozilla/5.0 (Windows NT 10.0) ${chrome} Safari/537.36 Edg/139.0`)).toBe('edge');
  expect(browserOf(`Mozilla/5.0 (Linux; Android 14; K) ${chrome} Mobile Safari/537.36`)).toBe(
    'chromeAndroid',
  );
  expect(browserOf(`Mozilla/5.0 (Linux; Android 8.1; HMT-1) ${chrome}`)).toBe('realwear');
  expect(browserOf('Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0')).toBe('firefox');
  expect(browserOf('Mozilla/5.0 (Android 14; Mobile; rv:142.0) Firefox/142.0')).toBe('firefoxAndroid');
  const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5';
  expect(browserOf(`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${safari} Safari/605.1.15`)).toBe(
    'safari',
  );
  expect(browserOf(`Mozilla/5.0 (iPhone; CPU iPhone OS 18_5) ${safari} Mobile/15E148`)).toBe('safariIos');
});

it('writes lines for support', async () => {
  const results = await check({ networkPath: async () => 'tcp' });
  expect(supportText(results, 'Test/1', new Date(0))).toBe(
    [
      'Fernblick check, 1970-01-01T00:00:00.000Z',
      'browser: Test/1',
      'secure: ok',
      'microphone: ok, My microphone',
      'camera: ok, My camera',
      'codec: ok, VP8',
      'network: note, tcp',
      'sound: ok',
    ].join('\n'),
  );
});
