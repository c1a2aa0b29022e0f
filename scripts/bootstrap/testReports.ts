/** What one test runner counted. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Reads the JSON report of Vitest. */
export function vitestCounts(report: unknown): Counts {
  return {
    passed: numberAt(report, 'numPassedTests'),
    failed: numberAt(report, 'numFailedTests'),
    skipped: numberAt(report, 'numPendingTests') + numberAt(report, 'numTodoTests'),
  };
}

/** Reads the JSON report of Playwright. A test that passed when tried again counts as passed. */
export function playwrightCounts(report: unknown): Counts {
  return {
    passed: numberAt(report, 'stats', 'expected') + numberAt(report, 'stats', 'flaky'),
    failed: numberAt(report, 'stats', 'unexpected'),
    skipped: numberAt(report, 'stats', 'skipped'),
  };
}

function numberAt(report: unknown, ...path: string[]): number {
  let value = report;
  for (const key of path) value = typeof value === 'object' && value ? Reflect.get(value, key) : undefined;
  if (typeof value !== 'number') throw new Error(`the test report has no number at ${path.join('.')}`);
  return value;
}

/** The totals of all runners; a runner that failed without a failed test counts as one. */
export function sumUp(runs: readonly { counts: Counts; ok: boolean }[]): { passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  for (const { counts, ok } of runs) {
    passed += counts.passed;
    failed += counts.failed || (ok ? 0 : 1);
  }
  return { passed, failed };
}
