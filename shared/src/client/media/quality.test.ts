import { expect, test } from 'vitest';
import { QualityJudge, SAMPLES_UP } from './quality.ts';
import type { MediaSample } from './quality.ts';

/** The judgement after each of some samples, two seconds apart and good where nothing else is said. */
function judge(...changes: Partial<MediaSample>[]) {
  const judging = new QualityJudge();
  return changes.map((change, index) =>
    judging.judge({
      at: index * 2_000,
      connected: true,
      limited: false,
      received: { lost: 0, packets: index * 100 },
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

test('losses of long ago do not count', () => {
  const late = judge({ received: { lost: 500, packets: 500 } }, { received: { lost: 500, packets: 600 } });
  expect(late.map(({ mine }) => mine)).toEqual(['good', 'good']);
});

test('worse at once, better after ten good seconds in a row', () => {
  const good: Partial<MediaSample>[] = Array.from({ length: SAMPLES_UP - 1 }, () => ({}));
  const line = judge({ connected: false }, ...good, { lost: 0.2 }, ...good, {}).map(({ mine }) => mine);
  expect(new Set(line.slice(0, -1))).toEqual(new Set(['bad']));
  expect(line.at(-1)).toBe('good');
});

test('a picture is frozen while one camera decodes nothing new', () => {
  const frames = (decoded: Record<string, number>) => ({ decoded: new Map(Object.entries(decoded)) });
  const pictures = judge(
    frames({ a: 0 }),
    frames({ a: 30, b: 0 }),
    frames({ a: 60, b: 0 }),
    frames({ a: 60, b: 30 }),
    frames({ a: 90, b: 60 }),
    frames({ a: 90 }),
  );
  const expected = ['live', 'live', 'frozen', 'frozen', 'live', 'frozen'];
  expect(pictures.map(({ picture }) => picture)).toEqual(expected);
});
