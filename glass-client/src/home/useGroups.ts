import { shallowRef } from 'vue';
import { apiFetch } from '@fernblick/shared/client';
import { GroupList } from '@fernblick/shared/api';
import type { GroupView } from '@fernblick/shared/api';

/** Who can be rung: groups with somebody in them. Empty while not known; the call then rings the first one. */
export function useGroups() {
  const groups = shallowRef<readonly GroupView[]>([]);
  apiFetch('GET', '/api/groups', { reply: GroupList }).then(
    ({ groups: found }) => {
      groups.value = found.filter(({ members }) => members.length > 0);
    },
    () => undefined,
  );
  return groups;
}

export const onlineIn = ({ members }: GroupView): number => members.filter(({ online }) => online).length;
