import { Onboarding, OnboardingStep } from '@fernblick/shared/api';
import type { OnboardingProgress } from '@fernblick/shared/api';
import { apiFetch } from '@fernblick/shared/client';
import { computed } from 'vue';
import { useAccount } from '../../stores/account.ts';
import { useProblem } from '../../ui/useProblem.ts';

/** How far the administrator's first hour has come; kept on the server. */
export function useOnboarding() {
  const account = useAccount();
  const problem = useProblem();
  const progress = computed(() => account.me?.org.onboarding);
  const steps = computed(() =>
    OnboardingStep.options.map((step) => {
      const { done = [], skipped = [] } = progress.value ?? {};
      return {
        step,
        state: done.includes(step) ? 'done' : skipped.includes(step) ? 'skipped' : 'open',
      } as const;
    }),
  );
  /** Where one goes on: what was never looked at, then what was left out. */
  const next = computed(
    () =>
      steps.value.find(({ state }) => state === 'open')?.step ??
      steps.value.find(({ state }) => state === 'skipped')?.step,
  );
  /** An admin is reminded until it is finished; organisations that are older than it are not. */
  const reminds = computed(
    () => account.may('org.manage') && progress.value !== undefined && !progress.value.finished,
  );

  async function note(word: OnboardingProgress): Promise<boolean> {
    try {
      await apiFetch('POST', '/api/onboarding', { body: word, reply: Onboarding });
      await account.reload();
      return true;
    } catch (error) {
      problem.tell(error);
      return false;
    }
  }

  return { steps, next, reminds, note };
}
