import { expect, test } from 'vitest';
import { BETTER_AFTER_MS, QualityJudge } from './quality.ts';
import type { MediaSample } from './quality.ts';

const EVERY_MS = 500;

/** The judgement after each of some samples, half a second apart and good where nothing else is said. */
function judge(...changes: Partial<MediaSample>[]) {
  const judging = new QualityJudge();
  return changes.map((change, index) =>
    judging.judge({
      at: index * EVERY_MS,
      connected: true,
      limited: false,
      received: { lost: 0, packets: index * 25 },
      heardBytes: index * 1_000,
      sentPackets: index * 60,
      decoded: new Map(),
      ...change,
    }),
  );
}

test.each<[Partial<MediaSample>, string]>([
  [{}, 'good'],
  [{ roundTrip: 350 }, 'good'],
  [{ roundTrip: 351 }, 'weak'],
  [{ roundTrip: 901 }, 'bad'],
  [{ lost: 0.05 }, 'weak'],
  [{ lost: 0.13 }, 'bad'],
  [{ limited: true }, 'weak'],
  [{ connected: false }, 'bad'],
  [{ received: { lost: 6, packets: 100 } }, 'weak'],
  [{ received: { lost: 20, packets: 100 } }, 'bad'],
])('%o is %s', (sample, mine) => {
  expect(judge({}, sample).at(-1)?.mine).toBe(mine);
});

test('losses are counted over two seconds; those of long ago do not count', () => {
  const lossAt = (lost: number, packets: number) => ({ received: { lost, packets } });
  const late = judge(lossAt(500, 500), lossAt(500, 600));
  expect(late.map(({ mine }) => mine)).toEqual(['good', 'good']);
  // One packet of four in half a second, and none in the second and a half around it.
  const single = judge(lossAt(0, 0), lossAt(0, 25), lossAt(0, 50), lossAt(1, 53));
  expect(single.at(-1)?.mine).toBe('good');
});

test('worse at once, better after ten good seconds in a row', () => {
  const good: Partial<MediaSample>[] = Array.from({ length: BETTER_AFTER_MS / EVERY_MS - 1 }, () => ({}));
  const line = judge({ connected: false }, ...good, { lost: 0.2 }, ...good, {}).map(({ mine }) => mine);
  expect(new Set(line.slice(0, -1))).toEqual(new Set(['bad']));
  expect(line.at(-1)).toBe('good');
});

test('a server that says nothing while we send a picture is out of reach, long before the line is given up', () => {
  const unheard = { heardBytes: 500 };
  const said = judge({}, unheard, unheard, unheard, unheard).map(({ mine }) => mine);
  expect(said).toEqual(['good', 'good', 'good', 'good', 'bad']);
  const nothingSent = { ...unheard, sentPackets: 60 };
  const quiet = judge({}, nothingSent, nothingSent, nothingSent, nothingSent).map(({ mine }) => mine);
  expect(new Set(quiet)).toEqual(new Set(['good']));
});

test('a picture is frozen when one camera decoded nothing new for more than a second', () => {
  const frames = (decoded: Record<string, number>) => ({ decoded: new Map(Object.entries(decoded)) });
  const pictures = judge(
    frames({ a: 0 }),
    frames({ a: 8, b: 0 }),
    frames({ a: 8, b: 4 }),
    frames({ a: 8, b: 8 }),
    frames({ a: 8, b: 12 }),
    frames({ a: 16, b: 16 }),
    frames({ a: 24 }),
  );
  const expected = ['live', 'live', 'live', 'live', 'frozen', 'live', 'live'];
  expect(pictures.map(({ picture }) => picture)).toEqual(expected);
});
