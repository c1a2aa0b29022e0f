import { describe, expect, it } from 'vitest';
import { ago, formatClock, formatDuration } from './formatTime.ts';

describe('formatClock', () => {
  it.each([
    [-5_000, '0:00'],
    [7_999, '0:07'],
    [754_000, '12:34'],
    [3_723_000, '1:02:03'],
  ])('shows %i ms as %s', (ms, text) => {
    expect(formatClock(ms)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '1 s'],
    [45_000, '45 s'],
    [3_599_000, '1 h'],
    [3_900_000, '1 h 5 min'],
  ])('says %i ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('ago', () => {
  const now = new Date(2026, 5, 15, 14, 30).getTime();
  it('goes from moments over hours to dates', () => {
    expect(ago(now - 20_000, now, 'en')).toEqual({ kind: 'justNow' });
    expect(ago(now - 5 * 60_000, now, 'en')).toEqual({ kind: 'minutes', n: 5 });
    expect(ago(now - 3 * 3_600_000, now, 'en')).toEqual({ kind: 'hours', n: 3 });
    expect(ago(new Date(2026, 5, 14, 23, 59).getTime(), now, 'en')).toEqual({ kind: 'yesterday' });
    expect(ago(new Date(2026, 2, 3).getTime(), now, 'de')).toEqual({ kind: 'date', text: '3. März' });
    expect(ago(new Date(2025, 2, 3).getTime(), now, 'en')).toEqual({ kind: 'date', text: 'Mar 3, 2025' });
  });
  it('takes a clock that is a little ahead for now', () => {
    expect(ago(now + 3_000, now, 'en')).toEqual({ kind: 'justNow' });
  });
});
