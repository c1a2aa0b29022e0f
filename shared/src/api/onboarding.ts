import * as z from 'zod';

/** The steps of an administrator's first hour, in their order. */
export const OnboardingStep = z.enum(['organisation', 'address', 'people', 'group', 'testCall']);
export type OnboardingStep = z.infer<typeof OnboardingStep>;

/** How far the first admin has come; kept with the organisation, so that any admin can go on from any browser. */
export const Onboarding = z.object({
  done: z.array(OnboardingStep),
  /** Left out for now; they stand open in the reminder. */
  skipped: z.array(OnboardingStep),
  /** Nobody is reminded any more. */
  finished: z.boolean(),
});
export type Onboarding = z.infer<typeof Onboarding>;

/** POST /api/onboarding: one step further, or the end of it. */
export const OnboardingProgress = z.union([
  z.object({ step: OnboardingStep, as: z.enum(['done', 'skipped']) }),
  z.object({ finished: z.boolean() }),
]);
export type OnboardingProgress = z.infer<typeof OnboardingProgress>;

/** Pure: the same word twice changes nothing; a step that is done stays done. */
export function withProgress(before: Onboarding, progress: OnboardingProgress): Onboarding {
  if ('finished' in progress) return { ...before, finished: progress.finished };
  const { step, as } = progress;
  const without = (steps: readonly OnboardingStep[]) => steps.filter((other) => other !== step);
  if (as === 'done')
    return { ...before, done: [...without(before.done), step], skipped: without(before.skipped) };
  if (before.done.includes(step)) return before;
  return { ...before, skipped: [...without(before.skipped), step] };
}
