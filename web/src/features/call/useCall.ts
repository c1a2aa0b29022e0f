import type { CallClient, CallState, RemoteTrack } from '@fernblick/shared/client';
import { callOf } from '@fernblick/shared/client';
import { ParticipantId, SessionId, newId } from '@fernblick/shared/protocol';
import type { CaseId } from '@fernblick/shared/protocol';
import { computed, onScopeDispose, shallowRef } from 'vue';
import { useI18n } from '../../i18n/useI18n.ts';
import { useDesk } from '../../stores/desk.ts';
import { useHeldCalls } from '../../stores/heldCalls.ts';
import { useProblem } from '../../ui/useProblem.ts';
import { makeCall } from './makeCall.ts';

interface Address {
  caseId: CaseId;
  /** The running session; without one the case's is joined or a new one begun. */
  sessionId: SessionId | undefined;
  /** The call rings and this page shall take it. */
  answer: boolean;
}

/** A call for as long as its page lives; the client is closed with it. */
export function useCall(address: Address) {
  const { t } = useI18n();
  const desk = useDesk();
  const calls = useHeldCalls();
  const problem = useProblem();
  const client = shallowRef<CallClient>();
  const state = shallowRef<CallState>({ phase: 'idle' });
  const tracks = shallowRef<readonly RemoteTrack[]>([]);
  const error = shallowRef<unknown>();
  let listeners: (() => void)[] = [];

  function use(next: CallClient): void {
    release();
    client.value = next;
    calls.current = next;
    state.value = next.state;
    tracks.value = next.tracks;
    listeners = [
      next.subscribe((changed) => {
        state.value = changed;
        // What rings is a queue only while there is a call.
        if (changed.phase === 'ended' && calls.current === next) calls.current = undefined;
      }),
      next.subscribeTracks((changed) => {
        tracks.value = changed;
      }),
      next.onFailure((failure) => {
        const text = failure.kind === 'chat' ? { text: failure.text } : {};
        problem.note(t(`call.failure.${failure.kind}`, text), 'i-lucide-triangle-alert');
      }),
    ];
  }

  function release(): void {
    for (const stop of listeners) stop();
    listeners = [];
    const before = client.value;
    if (calls.current === before) calls.current = undefined;
    // A call on hold lives on without its page.
    if (before && !calls.keeps(before)) before.close();
    client.value = undefined;
    tracks.value = [];
  }

  async function join(): Promise<void> {
    error.value = undefined;
    const { caseId, sessionId, answer } = address;
    const warm = sessionId && desk.takeCall(sessionId);
    if (warm) {
      use(warm);
      return;
    }
    const fresh = makeCall();
    use(fresh);
    try {
      await fresh.join({
        caseId,
        sessionId: sessionId ?? newId(SessionId),
        participantId: newId(ParticipantId),
        open: sessionId ? 'enter' : 'wait',
        mode: answer ? 'ringing' : 'active',
      });
      if (answer) await fresh.accept();
    } catch (cause) {
      if (client.value === fresh) error.value = cause;
    }
  }

  /** After the call was over or could not be joined: the case's session, or a new one. */
  async function joinAgain(): Promise<void> {
    address.sessionId = undefined;
    address.answer = false;
    await join();
  }

  onScopeDispose(release);

  const call = computed(() => callOf(state.value));
  const me = computed(() => call.value?.participants.find(({ id }) => id === call.value?.me));
  const others = computed(
    () =>
      call.value?.participants.filter(({ id, state: at }) => id !== call.value?.me && at.state !== 'left') ??
      [],
  );

  return { client, state, tracks, error, call, me, others, join, joinAgain };
}

export type Call = ReturnType<typeof useCall>;
