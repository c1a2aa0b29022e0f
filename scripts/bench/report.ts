import type { Spread } from './pairs.ts';
import type { Row } from './Row.ts';

/** What one figure came to. */
export interface Outcome {
  name: string;
  seconds: number;
  rows: Row[];
  /** Why there are no rows. */
  failure?: string;
}

const heads = ['figure', 'unit', 'ours', 'baseline', 'ratio [quarters]', 'goal', 'met'] as const;

/** A number with as many digits as it deserves. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

const spread = ({ median, low, high, runs }: Spread) =>
  `${median.toFixed(2)} [${low.toFixed(2)} .. ${high.toFixed(2)}] n=${runs}`;

/** The outcomes as a table for people, a line per row; failures are lines of their own. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const lines: string[][] = [[...heads]];
  for (const { name, rows, failure } of outcomes) {
    for (const { figure, unit, ours, baseline, ratio, goal } of rows)
      lines.push([
        figure,
        unit,
        digits(ours),
        baseline === undefined ? '' : digits(baseline),
        ratio ? spread(ratio) : '',
        goal?.text ?? '',
        goal ? (goal.met ? 'yes' : 'NO') : '',
      ]);
    if (failure) lines.push([`${name}: FAILED`, '', '', '', '', '', '']);
  }
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const text = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const rule = '-'.repeat(Math.max(...text.map(({ length }) => length)));
  const notes = outcomes.flatMap(({ rows }) =>
    rows.flatMap(({ figure, note }) => (note ? [`${figure}: ${note}`] : [])),
  );
  const failures = outcomes.flatMap(({ name, failure }) => (failure ? [`${name}: ${failure}`] : []));
  return [
    text[0],
    rule,
    ...text.slice(1),
    ...(notes.length ? ['', ...notes] : []),
    ...(failures.length ? ['', ...failures] : []),
  ].join('\n');
}
