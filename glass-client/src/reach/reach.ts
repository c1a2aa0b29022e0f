import { computed, shallowRef, watch } from 'vue';
import type { CallOffer } from '@fernblick/shared/protocol';
import { answerCall, callExpert, me, screen, starting } from '../navigation.ts';
import type { PresenceLine, Reach } from './PresenceLine.ts';

const nothing: Reach = { offers: [], missed: [] };
const reach = shallowRef<Reach>(nothing);
let line: PresenceLine | undefined;

/** The call that rings on this page now. */
export const ringing = computed<CallOffer | undefined>(() =>
  starting.value || screen.value.name === 'call' ? undefined : reach.value.offers[0],
);
/** Calls that were missed; told on the start page and after a call, where nothing else is under way. */
export const missed = computed(() =>
  ringing.value === undefined && ['home', 'after'].includes(screen.value.name) && !starting.value
    ? reach.value.missed
    : [],
);

/** As whom this page can be called: who is signed in, or the guest of the call that is just over. */
const wanted = computed<'person' | 'guest' | undefined>(() => {
  const { value: now } = screen;
  if (now.name === 'call' || now.name === 'loading' || now.name === 'signIn') return undefined;
  if (now.name === 'after' && now.target.as === 'guest') return 'guest';
  return me.value && now.name !== 'join' ? 'person' : undefined;
});

/** Keeps the line for as long as the page can be called; called once, by the page itself. */
export function keepReachable(): void {
  watch(
    wanted,
    async (as) => {
      line?.close();
      line = undefined;
      reach.value = nothing;
      if (!as) return;
      // Signalling comes after the first screen is there.
      const { PresenceLine: Line } = await import('./PresenceLine.ts');
      if (wanted.value !== as || line) return;
      line = new Line(as, (now) => {
        reach.value = now;
      });
    },
    { immediate: true },
  );
}

export function accept(offer: CallOffer): Promise<void> {
  return answerCall(line?.as ?? 'person', offer);
}

export function decline(offer: CallOffer, word = ''): void {
  line?.decline(offer, word).catch(() => undefined);
}

/** They are known now; they do not come up again. */
export function seeMissed(): void {
  line?.see(missed.value).catch(() => undefined);
}

/** Calls back in the case of the newest missed call. */
export function callBack(): void {
  const task = missed.value[missed.value.length - 1];
  if (!task || !line) return;
  const { as } = line;
  seeMissed();
  void callExpert(task.caseId, { as });
}
