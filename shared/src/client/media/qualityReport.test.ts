import { expect, test } from 'vitest';
import { QualityReport } from '../../protocol/index.ts';
import { QualityReporter, readFlows } from './qualityReport.ts';

/** As a browser gives it: a map by id. */
function stats(...entries: { id: string; type: string; [name: string]: unknown }[]): RTCStatsReport {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

const sending = (cpu: number, bandwidth: number, more: object = {}) =>
  stats(
    { id: 'pair', type: 'candidate-pair', state: 'succeeded', currentRoundTripTime: 0.08 },
    { id: 'old', type: 'candidate-pair', state: 'failed', currentRoundTripTime: 9 },
    { id: 'voice', type: 'outbound-rtp', kind: 'audio' },
    {
      id: 'camera',
      type: 'outbound-rtp',
      kind: 'video',
      frameWidth: 1280,
      frameHeight: 720,
      framesPerSecond: 30,
      qualityLimitationReason: 'bandwidth',
      qualityLimitationDurations: { none: 1, cpu, bandwidth, other: 0 },
      ...more,
    },
  );

const receiving = (freezes: Record<string, number>) =>
  stats(
    { id: 'voice', type: 'inbound-rtp', kind: 'audio', jitter: 0.012 },
    ...Object.entries(freezes).map(([id, freezeCount], index) => ({
      id,
      type: 'inbound-rtp',
      kind: 'video',
      frameWidth: 640 * (index + 1),
      frameHeight: 360 * (index + 1),
      framesPerSecond: 15,
      jitter: 0.003,
      freezeCount,
    })),
  );

test('a report every six seconds says what happened since the one before', () => {
  const reporter = new QualityReporter();
  const at = (seconds: number, cpu: number, bandwidth: number, freezes: Record<string, number>) =>
    reporter.next(readFlows([sending(cpu, bandwidth), receiving(freezes)]), seconds * 1_000);
  expect(at(0, 10, 2, { a: 3 })).toBeUndefined();
  expect(at(2, 10, 3, { a: 3 })).toBeUndefined();
  expect(at(4, 11, 4, { a: 3 })).toBeUndefined();
  const report = at(6, 11.5, 5, { a: 5, b: 1 });
  expect(report).toEqual({
    spanMs: 6_000,
    roundTrip: 80,
    up: {
      width: 1280,
      height: 720,
      framesPerSecond: 30,
      limit: 'bandwidth',
      limitedMs: { cpu: 1_500, bandwidth: 3_000 },
    },
    down: { width: 1280, height: 720, framesPerSecond: 15, jitter: 12, freezes: 3 },
  });
  expect(QualityReport.parse(report)).toEqual(report);
  // A picture that ended takes nothing back.
  expect(at(12, 11.5, 5, { b: 1 })?.down.freezes).toBe(0);
});

test('what a browser leaves out is left out', () => {
  const reporter = new QualityReporter();
  const flows = readFlows([stats({ id: 'camera', type: 'outbound-rtp', kind: 'video' }), stats()]);
  reporter.next(flows, 0);
  expect(reporter.next(flows, 6_000)).toEqual({
    spanMs: 6_000,
    up: { limitedMs: { cpu: 0, bandwidth: 0 } },
    down: { freezes: 0 },
  });
});
