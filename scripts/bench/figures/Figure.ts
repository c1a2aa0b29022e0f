import type { Row } from '../Row.ts';
import type { Scope } from '../Scope.ts';

/** What can be measured by itself, in a process of its own. */
export interface Figure {
  title: string;
  /** Milliseconds after which it is given up. */
  timeoutMs: number;
  /** @param scope closes what it opens */
  measure(scope: Scope): Promise<Row[]>;
}
