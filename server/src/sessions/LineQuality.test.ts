import { describe, expect, test } from 'vitest';
import { newId, ParticipantId, type QualityReport } from '@fernblick/shared/protocol';
import type { PeerStats, StreamStats } from '../sfu/index.ts';
import { LineQuality } from './LineQuality.ts';
import { Series } from './Series.ts';

const stream = (packets: number, packetsLost: number): Record<number, StreamStats> => ({
  7: {
    mimeType: 'video/VP8',
    bitrate: 0,
    packetsLost,
    packets,
    jitter: 900,
    roundTripTimeMs: undefined,
    keyFrameRequests: 0,
    score: 10,
  },
});

const stats = (
  incomingBitrate: number,
  sent: Record<number, StreamStats>,
  received: Record<number, StreamStats> = {},
): PeerStats => ({
  producers: [{ producerId: 'p', source: 'camera', paused: false, streams: sent }],
  consumers: [{ consumerId: 'c', producerId: 'q', paused: false, streams: received }],
  incomingBitrate,
  outgoingBitrate: 300_000,
  availableOutgoingBitrate: undefined,
});

const report = (up: Partial<QualityReport['up']>, freezes = 0): QualityReport => ({
  spanMs: 6_000,
  roundTrip: 80,
  up: { limitedMs: { cpu: 0, bandwidth: 0 }, ...up },
  down: { freezes },
});

const line = () => new LineQuality(newId(ParticipantId), 'Toni Technik');

describe('a line', () => {
  test('loses what was lost since the look before, of all that was sent', () => {
    const toni = line();
    toni.measure(stats(1_000_000, stream(1_000, 50), stream(500, 0)), 0);
    expect(toni.view(0).up).toEqual({ bitrate: 1_000_000, jitter: 10 });
    const packets = toni.measure(stats(800_000, stream(1_080, 70), stream(600, 5)), 5_000);
    expect(packets).toEqual({ up: { lost: 20, all: 100 }, down: { lost: 5, all: 100 } });
    expect(toni.view(0)).toMatchObject({ up: { loss: 0.2, bitrate: 800_000 }, down: { loss: 0.05 } });
  });

  test('has no loss where nothing was sent, and none below zero', () => {
    const toni = line();
    toni.measure(stats(0, stream(100, 10)), 0);
    toni.measure(stats(0, stream(100, 4)), 5_000);
    expect(toni.view(0).up.loss).toBeUndefined();
    toni.measure(stats(0, stream(200, 2)), 10_000);
    expect(toni.view(0).up.loss).toBe(0);
  });

  test('shows what the device told only while that is fresh', () => {
    const toni = line();
    toni.report(report({ width: 1280, height: 720, framesPerSecond: 30, limit: 'cpu' }), 0);
    expect(toni.view(14_000)).toMatchObject({ roundTrip: 80, up: { width: 1280, limit: 'cpu' } });
    expect(toni.view(16_000).up).toEqual({ bitrate: 0 });
    expect(toni.view(16_000)).not.toHaveProperty('roundTrip');
  });

  test('is summed up: median and worst, freezes, seconds held back, time measured', () => {
    const toni = line();
    const [big, small] = [
      { width: 1280, height: 720 },
      { width: 640, height: 360 },
    ];
    toni.measure(stats(0, stream(0, 0)), 0);
    for (const [at, bitrate, lost] of [
      [5_000, 1_000_000, 0],
      [10_000, 900_000, 0],
      [15_000, 200_000, 25],
      // A pause of a minute is no part of the call.
      [75_000, 950_000, 25],
    ] as const)
      toni.measure(stats(bitrate, stream(at / 50, lost)), at);
    toni.report(report(big), 0);
    toni.report(report(big, 2), 0);
    toni.report(report({ ...small, limitedMs: { cpu: 1_500, bandwidth: 6_000 } }, 1), 0);
    expect(toni.summary).toMatchObject({
      name: 'Toni Technik',
      seconds: 15,
      roundTrip: { median: 80, worst: 80 },
      up: {
        bitrate: { median: 950_000, worst: 200_000 },
        loss: { median: 0, worst: 0.2 },
        size: { median: big, worst: small },
      },
      freezes: 3,
      limitedSeconds: { cpu: 2, bandwidth: 6 },
    });
  });
});

test('a series of a whole day stays small, knows its median and never forgets the worst', () => {
  const series = new Series<number>((value) => value);
  for (let at = 0; at < 17_280; at++) series.add(at === 5_001 ? 1_000_000 : at % 100);
  expect(series.spread?.worst).toBe(1_000_000);
  expect(series.spread?.median).toBeGreaterThan(40);
  expect(series.spread?.median).toBeLessThan(60);
});
