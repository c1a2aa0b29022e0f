import { askCamera } from '@fernblick/shared/client';
import type { CameraCommand, Participant } from '@fernblick/shared/protocol';
import { computed, ref } from 'vue';
import type { Ref } from 'vue';
import { useAccount } from '../../stores/account.ts';
import { useProblem } from '../../ui/useProblem.ts';
import type { Call } from './useCall.ts';

/** The camera that films the large picture, as far as it can be set from here. */
export function useRemoteCamera(call: Call, filming: Readonly<Ref<Participant | undefined>>) {
  const account = useAccount();
  const problem = useProblem();
  /** An answer is waited for. */
  const busy = ref(false);

  const camera = computed(() => {
    const participant = filming.value;
    if (!participant || participant.id === call.call.value?.me || !account.may('camera.control'))
      return undefined;
    if (account.me?.org.cameraControl === 'never') return undefined;
    const found = call.call.value?.cameras?.find(({ participantId }) => participantId === participant.id);
    if (!found) return undefined;
    const { can } = found;
    return can.torch || can.zoom || can.switch ? { ...found, name: participant.who.name } : undefined;
  });

  async function ask(command: CameraCommand): Promise<void> {
    const line = call.client.value?.line;
    if (!camera.value || !line || busy.value) return;
    busy.value = true;
    try {
      await askCamera(line, camera.value.participantId, command);
    } catch (error) {
      problem.tell(error);
    } finally {
      busy.value = false;
    }
  }
  return { camera, busy, ask };
}
