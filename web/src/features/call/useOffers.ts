import type { CallTarget, OfferKind } from '@fernblick/shared/protocol';
import { onScopeDispose, watch } from 'vue';
import { useI18n } from '../../i18n/useI18n.ts';
import { useProblem } from '../../ui/useProblem.ts';
import type { Call } from './useCall.ts';

export interface OfferChoice {
  to: readonly CallTarget[];
  video: boolean;
  word: string;
}

/** Calls people by name into the running call. */
export function useOffers(call: Call) {
  const problem = useProblem();

  async function make(kind: OfferKind, { to, video, word }: OfferChoice): Promise<void> {
    const hosting = call.client.value?.hosting;
    for (const target of to) {
      try {
        await hosting?.offer(kind, target, { video, ...(word && { word }) });
      } catch (error) {
        problem.tell(error);
      }
    }
  }
  return { make };
}

/** Says what became of calls by name, and who knocks. */
export function useOfferNews(call: Call): void {
  const { t } = useI18n();
  const problem = useProblem();

  watch(
    () => call.call.value?.lastOffer,
    (last) => {
      if (!last || last.outcome === 'joined' || last.outcome === 'withdrawn') return;
      const name = last.offer.to.name;
      const what = t(`hosting.outcome.${last.outcome}`, { name });
      problem.note(last.word ? `${what} „${last.word}“` : what, 'i-lucide-phone-missed');
    },
  );

  let stop: (() => void) | undefined;
  watch(
    call.client,
    (client) => {
      stop?.();
      stop = client?.hosting.onKnocked(({ participantId, who }) => {
        problem.ask(t('hosting.knocks', { name: who.name }), t('hosting.letIn', { name: who.name }), () => {
          client.hosting.letIn(participantId).catch(problem.tell);
        });
      });
    },
    { immediate: true },
  );
  onScopeDispose(() => stop?.());
}
