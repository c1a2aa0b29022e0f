import type { CallClient, CallState, RemoteTrack } from '@fernblick/shared/client';
import { callOf, watchFrames } from '@fernblick/shared/client';
import { ParticipantId, SessionId, newId } from '@fernblick/shared/protocol';
import type { CaseId } from '@fernblick/shared/protocol';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { useAudioLevel } from '../call/useAudioLevel.ts';
import { closeLeftTestCases, closeTestCase, openTestCase } from './testCase.ts';

/** A loudness that is more than the noise of a quiet room. */
const HEARD = 0.15;

/** A call with oneself: a link for a second window or a telephone, and what arrives of it here. */
export function useTestCall() {
  const client = shallowRef<CallClient>();
  const state = shallowRef<CallState>({ phase: 'idle' });
  const tracks = shallowRef<readonly RemoteTrack[]>([]);
  const link = ref('');
  const caseId = shallowRef<CaseId>();
  const video = shallowRef<HTMLVideoElement | null>(null);
  const frame = shallowRef<{ width: number; height: number }>();
  const heard = ref(false);

  const guest = computed(() => {
    const call = callOf(state.value);
    return call?.participants.find(({ id, state: at }) => id !== call.me && at.state === 'connected')?.who
      .name;
  });
  const picture = computed(() => tracks.value.find(({ producer }) => producer.source === 'camera')?.stream);
  const sounds = computed(() => tracks.value.find(({ producer }) => producer.kind === 'audio'));
  const sound = computed(() => sounds.value?.track);
  // Chromium decodes sound only for an element; a muted one, since the other window may stand beside this one.
  watch(sounds, (heardOf, _before, onCleanup) => {
    if (!heardOf) return;
    const element = new Audio();
    element.muted = true;
    element.srcObject = heardOf.stream;
    void element.play().catch(() => undefined);
    onCleanup(() => {
      element.srcObject = null;
    });
  });
  const level = useAudioLevel(sound);
  watch(level, (now) => {
    if (now > HEARD) heard.value = true;
  });
  watch([video, picture], ([element, stream], _before, onCleanup) => {
    if (!element) return;
    element.srcObject = stream ?? null;
    if (!stream) return;
    void element.play().catch(() => undefined);
    onCleanup(
      watchFrames(element, ({ width, height }) => {
        if (frame.value?.width !== width || frame.value.height !== height) frame.value = { width, height };
      }),
    );
  });

  async function start(title: string): Promise<void> {
    frame.value = undefined;
    heard.value = false;
    const { item, link: made } = await openTestCase(title);
    caseId.value = item.id;
    const { makeCall } = await import('../call/makeCall.ts');
    const call = makeCall();
    client.value = call;
    call.subscribe((next) => {
      state.value = next;
    });
    call.subscribeTracks((next) => {
      tracks.value = next;
    });
    await call.join({
      caseId: item.id,
      sessionId: newId(SessionId),
      participantId: newId(ParticipantId),
      open: 'wait',
      mode: 'active',
    });
    // Only now: whoever opens it finds somebody there, and nobody's desk rings.
    link.value = made;
  }

  /** Ends the call for both and closes its case. */
  async function end(): Promise<void> {
    const [call, id] = [client.value, caseId.value];
    client.value = undefined;
    caseId.value = undefined;
    link.value = '';
    await call?.endForAll().catch(() => undefined);
    call?.close();
    tracks.value = [];
    if (id) await closeTestCase(id);
  }

  void closeLeftTestCases().catch(() => undefined);
  onScopeDispose(() => void end().catch(() => undefined));

  return {
    link,
    guest,
    picture,
    video,
    frame,
    level,
    heard,
    running: computed(() => link.value !== ''),
    start,
    end,
  };
}
