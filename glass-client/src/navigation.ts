import { shallowRef } from 'vue';
import { apiFetch } from '@fernblick/shared/client';
import type { CallData, EndReason } from '@fernblick/shared/client';
import {
  CaseView,
  CreateCaseData,
  InvitationPreview,
  LinkToken,
  Me,
  RedeemedInvitation,
  ServerInfo,
} from '@fernblick/shared/api';
import type { GroupView } from '@fernblick/shared/api';
import { CaseId, FernblickError, newId } from '@fernblick/shared/protocol';
import type { CallOffer } from '@fernblick/shared/protocol';
import { needsCheck } from './capture/firstCall.ts';
import { LocalMedia } from './capture/LocalMedia.ts';
import type { CallTarget } from './call/useCall.ts';
import { messages } from './i18n/index.ts';
import type { WaitingItem } from './outbox/WaitingItem.ts';
import { problemOf } from './problems.ts';
import type { Problem } from './problems.ts';

/** What the screen after a call tells. */
export interface CallSummary {
  reason: EndReason;
  call: CallData | undefined;
  /** Own clock, when the call began. */
  since: number;
}

export type Screen =
  | { name: 'loading' }
  | { name: 'join'; token: string; preview: InvitationPreview }
  | { name: 'signIn'; needsSetup: boolean }
  | { name: 'home' }
  | { name: 'cases' }
  | { name: 'case'; view: CaseView }
  | { name: 'more' }
  | { name: 'groups'; groups: readonly GroupView[] }
  | { name: 'scan' }
  | { name: 'outbox' }
  | { name: 'waitingItem'; item: WaitingItem }
  | { name: 'check'; goOn?: () => unknown }
  | { name: 'call'; target: CallTarget; media: LocalMedia }
  | { name: 'after'; target: CallTarget; summary: CallSummary }
  | { name: 'problem'; problem: Problem; retry: () => unknown };

/** The screen that is up. */
export const screen = shallowRef<Screen>({ name: 'loading' });
/** Who is signed in with an account. */
export const me = shallowRef<Me>();
/** Camera and call are being got ready. */
export const starting = shallowRef(false);

export function go(next: Screen): void {
  screen.value = next;
}

/** Runs the first or a repeated step; what goes wrong is told on a screen of its own. */
async function step(work: () => Promise<void>, retry: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    go({ name: 'problem', problem: problemOf(error), retry });
  }
}

/**
 * Shows what the address asks for. An invitation's token stands in the fragment, which browsers send to nobody;
 * it stays there, so that the page can be loaded anew.
 */
export async function openPage(): Promise<void> {
  go({ name: 'loading' });
  const fragment = location.hash.slice(1);
  if (!fragment) return goHome();
  await step(async () => {
    const token = LinkToken.safeParse(fragment);
    if (!token.success) throw new FernblickError('INVITATION_INVALID');
    const preview = await apiFetch('POST', '/api/invitations/preview', {
      body: { token: token.data },
      reply: InvitationPreview,
    });
    go({ name: 'join', token: token.data, preview });
  }, openPage);
}

/** The start page of whoever is signed in, or the way to sign in. */
export async function goHome(): Promise<void> {
  await step(async () => {
    const found = await apiFetch('GET', '/api/me', { reply: Me }).catch((error: unknown) => {
      if (error instanceof FernblickError && (error.status === 401 || error.status === 403)) return undefined;
      throw error;
    });
    me.value = found?.principal.kind === 'guest' ? undefined : found;
    if (me.value) {
      go({ name: 'home' });
      return;
    }
    const { needsSetup } = await apiFetch('GET', '/api/server', { reply: ServerInfo });
    go({ name: 'signIn', needsSetup });
  }, goHome);
}

/** A guest joins: one permission question, then the invitation is redeemed and the call begins. */
export function joinAsGuest(token: string, name: string): Promise<void> {
  return startCall({ as: 'guest' }, async () => {
    const redeemed = await apiFetch('POST', '/api/invitations/redeem', {
      body: { token, name },
      reply: RedeemedInvitation,
    });
    return redeemed.caseId;
  });
}

/** Calls about a case, or about a new one. @param groupId who shall be rung; the first group by default */
export function callExpert(
  caseId?: CaseId,
  { as = 'person', groupId }: Partial<Pick<CallTarget, 'as' | 'groupId'>> = {},
): Promise<void> {
  const target = { as, ...(groupId && { groupId }) };
  if (caseId) return startCall(target, () => Promise.resolve(caseId));
  const name = me.value?.principal.name ?? '';
  // Made once: a repeated attempt asks for the same case again and does not make another.
  const body = CreateCaseData.parse({
    id: newId(CaseId),
    title: messages.value.home.callTitle(name, messages.value.date(Date.now())).slice(0, 160),
  });
  return startCall(target, async () => {
    const { id } = await apiFetch('POST', '/api/cases', { body, reply: CaseView });
    return id;
  });
}

export function callAgain({ caseId, as, groupId }: CallTarget): Promise<void> {
  return startCall({ as, ...(groupId && { groupId }) }, () => Promise.resolve(caseId));
}

/** Takes a call that rings here: whoever joins has accepted. By voice alone the camera stays closed. */
export function answerCall(as: CallTarget['as'], { caseId, sessionId, video }: CallOffer): Promise<void> {
  return startCall({ as, answer: { sessionId, voice: !video } }, () => Promise.resolve(caseId));
}

async function startCall(target: Omit<CallTarget, 'caseId'>, prepare: () => Promise<CaseId>): Promise<void> {
  if (starting.value) return;
  if (target.as === 'person' && (await needsCheck())) {
    go({ name: 'check', goOn: () => startCall(target, prepare) });
    return;
  }
  starting.value = true;
  await step(
    async () => {
      const media = await LocalMedia.open(target.answer?.voice);
      try {
        const caseId = await prepare();
        go({ name: 'call', target: { ...target, caseId }, media });
      } catch (error) {
        media.close();
        throw error;
      }
    },
    () => startCall(target, prepare),
  ).finally(() => {
    starting.value = false;
  });
}
