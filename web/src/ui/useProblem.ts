import { FernblickError } from '@fernblick/shared/protocol';
import type { ErrorCode } from '@fernblick/shared/protocol';
import { useToast } from '@nuxt/ui/composables';
import { useI18n } from '../i18n/useI18n.ts';

export function codeOf(error: unknown): ErrorCode {
  return error instanceof FernblickError ? error.code : 'INTERNAL';
}

/** Says in plain words what went wrong, with the code to quote. */
export function useProblem() {
  const { t } = useI18n();
  const toast = useToast();

  function textOf(error: unknown): string {
    return t(`errors.${codeOf(error)}`);
  }

  return {
    textOf,
    /** For what was tried in passing; a page that cannot be shown uses ProblemPanel instead. */
    tell: (error: unknown): void => {
      toast.add({
        title: textOf(error),
        description: t('common.codeToQuote', { code: codeOf(error) }),
        color: 'error',
        icon: 'i-lucide-triangle-alert',
      });
    },
    done: (text: string): void => {
      toast.add({ title: text, color: 'success', icon: 'i-lucide-check', duration: 2_500 });
    },
    /** Something that can be done about it right here; it stays until it is answered. */
    ask: (text: string, label: string, onClick: () => void): void => {
      toast.add({
        title: text,
        color: 'warning',
        icon: 'i-lucide-door-closed',
        duration: 0,
        actions: [{ label, onClick }],
      });
    },
    note: (text: string, icon = 'i-lucide-info'): void => {
      toast.add({ title: text, color: 'neutral', icon });
    },
  };
}
