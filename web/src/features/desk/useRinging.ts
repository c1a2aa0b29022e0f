import { callOf } from '@fernblick/shared/client';
import { useIntervalFn, useLocalStorage } from '@vueuse/core';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { useI18n } from '../../i18n/useI18n.ts';
import { useAccount } from '../../stores/account.ts';
import { useDesk } from '../../stores/desk.ts';
import { useHeldCalls } from '../../stores/heldCalls.ts';
import { useProblem } from '../../ui/useProblem.ts';
import { RingSound } from './RingSound.ts';

/** Whether calls are told outside the window: the person's word here, and the browser's. */
export function useCallNotifications() {
  const wanted = useLocalStorage('fernblick.notifyCalls', false);
  const permission = ref<NotificationPermission | 'unsupported'>(
    'Notification' in globalThis ? Notification.permission : 'unsupported',
  );
  async function ask(): Promise<void> {
    permission.value = await Notification.requestPermission();
    wanted.value = permission.value === 'granted';
  }
  return { wanted, permission, ask };
}

/** Makes calls heard and seen: sound, blinking title, notification; tells what became of those not taken. */
export function useRinging() {
  const { t } = useI18n();
  const desk = useDesk();
  const account = useAccount();
  const { note } = useProblem();
  const { wanted, permission } = useCallNotifications();
  const soundBlocked = ref(false);
  const sound = new RingSound((blocked) => {
    soundBlocked.value = blocked;
  });
  const calls = computed(() => (account.may('call.answer') ? desk.ringing : []));
  const offers = computed(() => desk.offers);
  const heldCalls = useHeldCalls();
  /** Who speaks with somebody is told once and softly, not rung at. */
  const ONCE_MS = 1_200;

  let title = '';
  const blink = useIntervalFn(
    () => {
      const name = calls.value[0]?.caller.name ?? offers.value[0]?.by.name;
      if (name === undefined) return;
      const ringTitle = `☎ ${t('ringing.calls', { name })}`;
      if (document.title !== ringTitle) title = document.title;
      document.title = document.title === ringTitle ? title : ringTitle;
    },
    1_000,
    { immediate: false },
  );

  watch(
    () => calls.value.length + offers.value.length > 0,
    (rings) => {
      if (rings) {
        title = document.title;
        sound.start();
        if (heldCalls.busy) setTimeout(() => sound.stop(), ONCE_MS);
        blink.resume();
      } else {
        sound.stop();
        blink.pause();
        if (title) document.title = title;
      }
    },
    { immediate: true },
  );

  const shown = new Map<string, Notification>();
  watch(calls, (now) => {
    for (const [sessionId, notification] of shown)
      if (!now.some((call) => call.sessionId === sessionId)) {
        notification.close();
        shown.delete(sessionId);
      }
    if (!wanted.value || permission.value !== 'granted' || document.hasFocus()) return;
    for (const call of now) {
      if (shown.has(call.sessionId)) continue;
      const notification = new Notification(t('ringing.title', { name: call.caller.name }), {
        body: [t('cases.number', { n: call.caseNumber }), call.caseTitle, call.asset]
          .filter(Boolean)
          .join(' · '),
        tag: call.sessionId,
        requireInteraction: true,
      });
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
      });
      shown.set(call.sessionId, notification);
    }
  });

  watch(
    () => desk.news,
    (news) => {
      if (!news) return;
      if (news.kind === 'taken') note(t('ringing.taken', { name: news.by.name }), 'i-lucide-phone-forwarded');
      else note(t(`ringing.${news.kind}`, { name: news.call.caller.name }), 'i-lucide-phone-missed');
    },
  );

  watch(
    () => desk.offerNews,
    (last) => {
      if (last) note(t('hosting.offerGone', { name: last.offer.by.name }), 'i-lucide-phone-missed');
    },
  );
  watch(
    () => heldCalls.lost,
    (lost) => {
      const call = lost && callOf(lost.state);
      if (call) note(t('hosting.heldEnded', { title: call.case.title }), 'i-lucide-phone-off');
    },
  );

  onScopeDispose(() => {
    sound.stop();
    for (const notification of shown.values()) notification.close();
  });

  return { calls, offers, soundBlocked, unblockSound: () => sound.unblock() };
}
