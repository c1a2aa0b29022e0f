import { CaseList } from '@fernblick/shared/api';
import type { CaseView } from '@fernblick/shared/api';
import { apiFetch } from '@fernblick/shared/client';
import { useDebounceFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { useLoad } from '../ui/useLoad.ts';
import { useAccount } from './account.ts';
import { useDesk } from './desk.ts';

/** The cases in which something happened last; the rail shows them. */
export const useRecentCases = defineStore('recentCases', () => {
  const account = useAccount();
  const desk = useDesk();
  const { value, reload } = useLoad((signal) =>
    apiFetch('GET', '/api/cases?limit=40', { reply: CaseList, signal }),
  );
  const own = useLoad((signal) =>
    apiFetch('GET', '/api/cases?mine=true&status=open&limit=6', { reply: CaseList, signal }),
  );
  const reloadAll = async () => {
    await Promise.all([reload(), own.reload()]);
  };
  const soon = useDebounceFn(reloadAll, 600);
  desk.on('case.changed', () => void soon());
  desk.on('live.changed', () => void soon());
  desk.onGreeted(() => void soon());

  const cases = computed(() => value.value?.cases ?? []);
  const open = computed(() => cases.value.filter(({ status }) => status !== 'closed'));
  const mine = computed(() => own.value.value?.cases ?? []);
  const isMine = ({ members }: CaseView) => members.some(({ id }) => id === account.person?.id);
  const recent = computed(() => open.value.filter((item) => !isMine(item)).slice(0, 6));

  return { cases, mine, recent, reload: reloadAll };
});
