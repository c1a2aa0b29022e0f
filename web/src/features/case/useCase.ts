import { CaseView } from '@fernblick/shared/api';
import type { PatchCaseData } from '@fernblick/shared/api';
import { apiFetch } from '@fernblick/shared/client';
import type { CaseId } from '@fernblick/shared/protocol';
import { computed, onScopeDispose } from 'vue';
import { useAccount } from '../../stores/account.ts';
import { useDesk } from '../../stores/desk.ts';
import { useLoad } from '../../ui/useLoad.ts';
import { useProblem } from '../../ui/useProblem.ts';

type Patch = Omit<(typeof PatchCaseData)['_output'], 'version'>;

/** One case, kept current while it is on the screen. */
export function useCase(caseId: CaseId) {
  const account = useAccount();
  const desk = useDesk();
  const problem = useProblem();
  const { value, error, reload, set } = useLoad((signal) =>
    apiFetch('GET', `/api/cases/${caseId}`, { reply: CaseView, signal }),
  );

  onScopeDispose(desk.watchCase(caseId));
  onScopeDispose(
    desk.on('case.changed', (changed) => {
      if (changed.caseId === caseId) void reload();
    }),
  );
  onScopeDispose(desk.on('live.changed', () => void reload()));
  onScopeDispose(desk.onGreeted(() => void reload()));
  void reload();

  async function patch(change: Patch): Promise<void> {
    const current = value.value;
    if (!current) return;
    try {
      set(
        await apiFetch('PATCH', `/api/cases/${caseId}`, {
          body: { version: current.version, ...change },
          reply: CaseView,
        }),
      );
    } catch (cause) {
      problem.tell(cause);
      await reload();
    }
  }

  const mayWrite = computed(() => account.may('case.write', value.value));
  const mayInvite = computed(() => account.may('case.invite', value.value));
  const mayAnnotate = computed(() => account.may('annotate', value.value));

  return { item: value, error, reload, patch, mayWrite, mayInvite, mayAnnotate };
}
