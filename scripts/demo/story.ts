import type { CaseStatus } from '@fernblick/shared/protocol';
import type { DemoPersonKey } from './demoPeople.ts';
import type { Mark } from './marks.ts';

/** Somebody of the organisation, or the case's guest, whom an earlier step has invited. */
export type Actor = DemoPersonKey | 'guest';

/** One thing that happened in a case, so many minutes after the one before. */
export type Step = { after: number } & (
  | { who: Actor; says: string; internal?: true }
  | { who: DemoPersonKey; status: CaseStatus }
  /** A picture by its name in `drawDemoStills`, and what was drawn on it afterwards. */
  | {
      who: Actor;
      picture: string;
      askedBy?: DemoPersonKey;
      marks?: { who: DemoPersonKey; on: readonly Mark[] };
    }
  | { who: DemoPersonKey; invites: string }
  | { who: DemoPersonKey; rangInVain: readonly DemoPersonKey[]; reason: 'cancelled' | 'noAnswer' }
  /** A call between two; its steps happen in it, and it ends so many minutes after the last of them. */
  | { who: Actor; callWith: DemoPersonKey; during: readonly Step[]; rest: number }
);

export interface Story {
  title: string;
  asset: string;
  customer: string;
  by: DemoPersonKey;
  /** UTC ms of its beginning, seen from `now`. */
  begins: (now: number) => number;
  steps: readonly Step[];
}

const DAY = 24 * 3_600_000;

export const minutesAgo = (minutes: number) => (now: number) => now - minutes * 60_000;

/** A time of day in this machine's zone, so many working days (Monday to Friday) before today. */
export const workday = (daysBefore: number, time: `${number}:${number}`) => (now: number) => {
  const date = new Date(now);
  for (let left = daysBefore; left > 0;) {
    date.setDate(date.getDate() - 1);
    if (date.getDay() % 6 !== 0) left--;
  }
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return date.setHours(hours, minutes, 0, 0);
};

/** Minutes from one day to another. */
export const days = (count: number) => (count * DAY) / 60_000;
