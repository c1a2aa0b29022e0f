const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Milliseconds as a running clock: `0:07`, `12:34`, `1:02:03`. Never negative. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  const tail = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** Milliseconds as a length in words of the language, rounded to what matters: `45 s`, `12 min`, `1 h 5 min`. */
export function formatDuration(ms: number): string {
  if (ms < MINUTE) return `${Math.max(1, Math.round(ms / 1_000))} s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

export type Ago =
  | { kind: 'justNow' }
  | { kind: 'minutes' | 'hours'; n: number }
  | { kind: 'yesterday' }
  | { kind: 'date'; text: string };

/** How long ago in the way people say it; from two days on the date. */
export function ago(at: number, now: number, locale: string): Ago {
  const passed = now - at;
  if (passed < MINUTE) return { kind: 'justNow' };
  if (passed < HOUR) return { kind: 'minutes', n: Math.floor(passed / MINUTE) };
  if (isSameDay(at, now)) return { kind: 'hours', n: Math.floor(passed / HOUR) };
  if (isSameDay(at, now - 24 * HOUR)) return { kind: 'yesterday' };
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const text = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(!sameYear && { year: 'numeric' }),
  }).format(at);
  return { kind: 'date', text };
}
