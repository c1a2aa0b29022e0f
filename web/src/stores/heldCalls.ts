import { callOf } from '@fernblick/shared/client';
import type { CallClient, CallState } from '@fernblick/shared/client';
import type { SessionId } from '@fernblick/shared/protocol';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';

export interface HeldCall {
  sessionId: SessionId;
  client: CallClient;
  state: CallState;
  since: number;
}

/**
 * The calls of this desk beside the one on the screen: on hold, their clients alive without a page. Whoever takes one
 * back owns it again; one that ends meanwhile is let go here.
 */
export const useHeldCalls = defineStore('heldCalls', () => {
  const held = shallowRef<readonly HeldCall[]>([]);
  /** The call on the screen. */
  const current = shallowRef<CallClient>();
  /** The last held call that ended by itself. */
  const lost = shallowRef<HeldCall>();
  const stops = new Map<SessionId, () => void>();
  const busy = computed(() => current.value !== undefined);

  function put(call: HeldCall): void {
    held.value = [...held.value.filter(({ sessionId }) => sessionId !== call.sessionId), call];
  }

  function remove(sessionId: SessionId): HeldCall | undefined {
    stops.get(sessionId)?.();
    stops.delete(sessionId);
    const call = held.value.find((one) => one.sessionId === sessionId);
    held.value = held.value.filter((one) => one !== call);
    return call;
  }

  /** Puts a call on hold and keeps it when its page goes. @throws FernblickError; the call then goes on */
  async function keep(client: CallClient): Promise<void> {
    const call = callOf(client.state);
    if (!call || client.state.phase === 'ended') return;
    const { sessionId } = call;
    await client.hosting.hold(true);
    const kept = { sessionId, client, since: Date.now() };
    put({ ...kept, state: client.state });
    stops.set(
      sessionId,
      client.subscribe((state) => {
        if (state.phase !== 'ended') put({ ...kept, state });
        else lost.value = remove(sessionId);
      }),
    );
  }

  /** Hands a held call back, off hold: its picture runs at once. */
  function take(sessionId: SessionId): CallClient | undefined {
    const client = remove(sessionId)?.client;
    client?.hosting.hold(false).catch(() => undefined);
    return client;
  }

  function keeps(client: CallClient): boolean {
    return held.value.some((one) => one.client === client);
  }

  /** Does what takes the screen to another call; what is on it now is on hold meanwhile, or goes on if that fails. */
  async function beside(work: () => Promise<void>): Promise<void> {
    const before = current.value;
    if (!before) return work();
    await keep(before);
    try {
      await work();
    } catch (error) {
      const mine = held.value.find(({ client }) => client === before);
      if (mine) take(mine.sessionId);
      throw error;
    }
  }

  /** Signed out: nothing is kept. */
  function close(): void {
    for (const { sessionId } of held.value) remove(sessionId)?.client.close();
  }

  return { held, current, lost, busy, keep, take, keeps, beside, close };
});
