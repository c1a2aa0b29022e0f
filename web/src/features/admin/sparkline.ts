export interface Point {
  at: number;
  value: number | null;
}

/** Samples further apart than this were not taken one after the other: the server was down between them. */
const LONGEST_STEP_MS = 20_000;

export interface Path {
  d: string;
  /** A single value between two breaks. */
  alone: boolean;
}

/**
 * Lines of a small chart as SVG paths on a field of 100 x 100, later to the right. Where nothing was measured the
 * line is broken.
 */
export function pathsOf(
  points: readonly Point[],
  span: { from: number; to: number },
  highest: number,
): Path[] {
  const width = Math.max(1, span.to - span.from);
  const paths: Path[] = [];
  let run: string[] = [];
  let before: number | undefined;
  const end = () => {
    const alone = run.length === 1;
    // A line of no length with round ends is a dot.
    if (alone) run.push(...run);
    if (run.length > 0) paths.push({ d: `M${run.join('L')}`, alone });
    run = [];
  };
  for (const { at, value } of points) {
    if (value === null || (before !== undefined && at - before > LONGEST_STEP_MS)) end();
    before = at;
    if (value === null) continue;
    const x = ((at - span.from) / width) * 100;
    const y = 100 - (highest > 0 ? Math.min(1, value / highest) : 0) * 100;
    run.push(`${x.toFixed(2)} ${y.toFixed(2)}`);
  }
  end();
  return paths;
}
