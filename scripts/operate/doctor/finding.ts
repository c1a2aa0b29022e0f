/** What one look at one thing found. */
export interface Finding {
  check: string;
  /** `off`: not configured, and nothing is wrong with that. */
  state: 'ok' | 'warning' | 'failing' | 'off';
  /** What it means. */
  says: string;
  /** What to do about it, in a sentence. */
  fix?: string;
}

export const ok = (check: string, says: string): Finding => ({ check, state: 'ok', says });
export const off = (check: string, says: string): Finding => ({ check, state: 'off', says });
export const warning = (check: string, says: string, fix: string): Finding => ({
  check,
  state: 'warning',
  says,
  fix,
});
export const failing = (check: string, says: string, fix: string): Finding => ({
  check,
  state: 'failing',
  says,
  fix,
});

export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // Several addresses were tried: each has its own reason.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error.message;
};
