import { AnyAnswer, Me, ServerInfo } from '@fernblick/shared/api';
import { apiFetch } from '@fernblick/shared/client';
import { can } from '@fernblick/shared/policy';
import { authorOf } from '@fernblick/shared/protocol';
import type { Action, Author, CaseId } from '@fernblick/shared/protocol';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { fallBackTo } from '../i18n/index.ts';
import { codeOf } from '../ui/useProblem.ts';

/** Who is signed in, where, and what they may do. */
export const useAccount = defineStore('account', () => {
  const server = shallowRef<ServerInfo>();
  const me = shallowRef<Me>();
  /** Why neither could be told: the server is out of reach. */
  const error = shallowRef<unknown>();
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    try {
      server.value = await apiFetch('GET', '/api/server', { reply: ServerInfo });
      if (server.value.language) fallBackTo(server.value.language);
      me.value = await apiFetch('GET', '/api/me', { reply: Me }).catch((cause: unknown) => {
        if (codeOf(cause) === 'NOT_SIGNED_IN' || codeOf(cause) === 'SIGNED_OUT') return undefined;
        throw cause;
      });
      error.value = undefined;
    } catch (cause) {
      error.value = cause;
      loading = undefined;
    }
  }

  /** Asks once; later calls wait for the same answer. */
  function ready(): Promise<void> {
    return (loading ??= load());
  }

  function reload(): Promise<void> {
    return (loading = load());
  }

  async function signOut(everywhere: boolean): Promise<void> {
    await apiFetch('POST', '/api/sign-out', { body: { everywhere }, reply: AnyAnswer });
    me.value = undefined;
  }

  const person = computed(() => {
    const principal = me.value?.principal;
    return principal?.kind === 'person' ? principal : undefined;
  });
  const author = computed<Author | undefined>(() => person.value && authorOf(person.value));

  /** The server judges again; here it only decides what is offered. */
  function may(action: Action, inCase?: { id: CaseId; members: readonly { id: string }[] }): boolean {
    const principal = person.value;
    if (!principal) return false;
    return can(principal, action, {
      orgId: principal.orgId,
      ...(inCase && { caseId: inCase.id, members: inCase.members.map(({ id }) => id) }),
    });
  }

  return { server, me, error, person, author, ready, reload, signOut, may };
});
