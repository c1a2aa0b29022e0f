import type { CallOffer, CaseId, RingingCall, SessionId } from '@fernblick/shared/protocol';
import { useRouter } from 'vue-router';
import { useDesk } from '../../stores/desk.ts';
import { useHeldCalls } from '../../stores/heldCalls.ts';
import { useProblem } from '../../ui/useProblem.ts';

/** Ways from one call to another; the one on the screen is put on hold. */
export function useCallSwitch() {
  const router = useRouter();
  const desk = useDesk();
  const calls = useHeldCalls();
  const problem = useProblem();

  async function show(caseId: CaseId, sessionId: SessionId): Promise<void> {
    await router.push({ name: 'call', params: { id: caseId, sessionId } });
  }

  async function run(work: () => Promise<void>): Promise<void> {
    try {
      await calls.beside(work);
    } catch (error) {
      problem.tell(error);
    }
  }

  return {
    /** Takes a call that rings the group. */
    accept: (call: RingingCall) =>
      run(async () => {
        await desk.accept(call);
        await show(call.caseId, call.sessionId);
      }),
    /** Takes a call that rings for us by name: joining is accepting. */
    join: ({ caseId, sessionId }: CallOffer) => run(() => show(caseId, sessionId)),
    /** Goes to a held call. */
    resume: (caseId: CaseId, sessionId: SessionId) => run(() => show(caseId, sessionId)),
    show,
  };
}
