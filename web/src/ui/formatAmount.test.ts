import { expect, test } from 'vitest';
import { formatBitrate, formatBytes, formatMs, formatShare } from './formatAmount.ts';

test.each([
  [formatBitrate(0, 'en-GB'), '0 bit/s'],
  [formatBitrate(64_300, 'en-GB'), '64 kbit/s'],
  [formatBitrate(1_440_000, 'en-GB'), '1.4 Mbit/s'],
  [formatBitrate(1_440_000, 'de-DE'), '1,4 Mbit/s'],
  [formatBytes(187_000_000_000, 'en-GB'), '187 GB'],
  [formatShare(0, 'en-GB'), '0 %'],
  [formatShare(0.0123, 'de-DE'), '1,2 %'],
  [formatShare(0.5, 'en-GB'), '50 %'],
  [formatMs(0.42, 'en-GB'), '0.4 ms'],
  [formatMs(81.6, 'en-GB'), '82 ms'],
])('%s', (shown, expected) => {
  expect(shown).toBe(expected);
});
