import { expect, test } from 'vitest';
import { spreadOf } from './pairs.ts';
import { digits, tableOf } from './report.ts';
import { ratioGoal } from './Row.ts';

test('goals count from their limit on', () => {
  expect(ratioGoal('most', 0.55, 0.55)).toEqual({ text: '<= 0.55 x', met: true });
  expect(ratioGoal('most', 0.55, 0.56).met).toBe(false);
  expect(ratioGoal('least', 0.9, 0.89).met).toBe(false);
  expect(ratioGoal('least', 0.9, 0.9).met).toBe(true);
});

test('numbers have the digits they deserve', () => {
  expect([1234.5, 12.34, 1.234, 0.01234, Number.NaN].map(digits)).toEqual([
    '1235',
    '12.3',
    '1.23',
    '0.012',
    '-',
  ]);
});

test('the table shows what is met, what is not, and what failed', () => {
  const ratio = spreadOf([0.5, 0.6, 0.7, 0.8, 0.9]);
  const rows = [
    {
      figure: 'join',
      unit: 'ms',
      ours: 300,
      baseline: 430,
      ratio,
      goal: ratioGoal('most', 0.55, ratio.median),
      note: 'slow',
    },
    { figure: 'idle', unit: 'kB', ours: 12 },
  ];
  const table = tableOf([
    { name: 'join', seconds: 1, rows },
    { name: 'cpu', seconds: 2, rows: [], failure: 'no worker' },
  ]);
  expect(table).toMatch(/join +ms +300 +430 +0\.70 \[0\.60 \.\. 0\.80\] n=5 +<= 0\.55 x +NO/);
  expect(table).toMatch(/idle +kB +12\.0\n/);
  expect(table).toContain('cpu: FAILED');
  expect(table).toContain('cpu: no worker');
  expect(table).toContain('join: slow');
});
