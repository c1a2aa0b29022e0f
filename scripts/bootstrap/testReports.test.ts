import { expect, test } from 'vitest';
import { playwrightCounts, sumUp, vitestCounts } from './testReports.ts';

test('the reports of both runners are counted', () => {
  const unit = vitestCounts({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0 });
  const browser = playwrightCounts({ stats: { expected: 3, unexpected: 2, flaky: 1, skipped: 4 } });
  expect(unit).toEqual({ passed: 5, failed: 1, skipped: 2 });
  expect(browser).toEqual({ passed: 4, failed: 2, skipped: 4 });
  const runs = [unit, browser].map((counts) => ({ counts, ok: false }));
  expect(sumUp(runs)).toEqual({ passed: 9, failed: 3 });
});

test('a report of another shape is an error, not a zero', () => {
  expect(() => vitestCounts({})).toThrow('numPassedTests');
});

test('a runner that broke without a failed test does not look like a success', () => {
  const runs = [{ counts: { passed: 7, failed: 0, skipped: 0 }, ok: false }];
  expect(sumUp(runs)).toEqual({ passed: 7, failed: 1 });
});
