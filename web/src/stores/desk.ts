import { SignalClient } from '@fernblick/shared/client';
import type { CallClient, SignalState } from '@fernblick/shared/client';
import type {
  Author,
  CallOffer,
  CallTarget,
  CallTask,
  CaseId,
  EventData,
  EventName,
  LiveSessionView,
  OfferOutcome,
  Reachable,
  RingingCall,
  SessionId,
  StorageState,
} from '@fernblick/shared/protocol';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { WarmCalls } from '../features/call/WarmCalls.ts';
import { useAccount } from './account.ts';
import { useHeldCalls } from './heldCalls.ts';

/** What became of a call that rang here. */
export type CallNews =
  | { kind: 'taken'; call: RingingCall; by: Author }
  | { kind: 'cancelled' | 'noAnswer' | 'declined'; call: RingingCall };

/** People that shall be called as soon as we are in the case's session. */
export interface CallPlan {
  to: readonly CallTarget[];
  video: boolean;
  word: string;
}

/** The desk's own line to the server: who is calling, what is running, and news of the cases on the screen. */
export const useDesk = defineStore('desk', () => {
  const account = useAccount();
  const line = ref<SignalState>('stopped');
  const ringing = shallowRef<readonly RingingCall[]>([]);
  const live = shallowRef<readonly LiveSessionView[]>([]);
  /** The last call that stopped ringing without us. */
  const news = shallowRef<CallNews>();
  /** Whether what is written can be kept now. */
  const storage = ref<StorageState>('ok');
  /** Calls for us by name: hand-overs, and being brought in. */
  const offers = shallowRef<readonly CallOffer[]>([]);
  /** Calls back that were asked for and not made yet. */
  const tasks = shallowRef<readonly CallTask[]>([]);
  /** What became of the last call by name that we did not take. */
  const offerNews = shallowRef<{ offer: CallOffer; outcome: OfferOutcome }>();
  const plans = new Map<CaseId, CallPlan>();
  const held = useHeldCalls();
  const warm = new WarmCalls();
  const watched = new Map<CaseId, number>();
  const signal = new SignalClient({ as: 'person' });

  let known = false;
  signal.subscribe((state) => {
    line.value = state;
    if (state === 'open') known = true;
    if (state === 'refused') void lookAgain();
  });
  signal.onGreeted(() => {
    void open();
    for (const caseId of watched.keys()) void ask(signal.request('case.watch', { caseId }));
  });
  signal.on('call.rang', (call) => {
    rang(call);
  });
  signal.on('call.answered', ({ sessionId, by }) => {
    const call = stopRinging(sessionId);
    if (call && by.id !== account.person?.id) news.value = { kind: 'taken', call, by };
  });
  signal.on('call.stopped', ({ sessionId, reason }) => {
    const call = stopRinging(sessionId);
    const seldom = reason === 'nobodyOnline' || reason === 'nobodyOnCall';
    if (call) news.value = { kind: seldom ? 'noAnswer' : reason, call };
  });
  signal.on('storage.changed', ({ state }) => {
    storage.value = state;
  });
  signal.on('live.changed', ({ live: now }) => {
    live.value = now;
  });

  signal.on('offer.rang', ({ offer }) => {
    offers.value = [...offers.value.filter(({ id }) => id !== offer.id), offer];
  });
  signal.on('offer.stopped', ({ offerId, outcome }) => {
    const offer = offers.value.find(({ id }) => id === offerId);
    offers.value = offers.value.filter((one) => one !== offer);
    if (offer && outcome !== 'joined' && outcome !== 'declined') offerNews.value = { offer, outcome };
  });
  signal.on('callBack.asked', ({ task }) => {
    tasks.value = [...tasks.value.filter(({ id }) => id !== task.id), task];
  });
  signal.on('callBack.closed', ({ taskId }) => {
    tasks.value = tasks.value.filter(({ id }) => id !== taskId);
  });

  /** The server ended this line. Whoever is still signed in, as after another password, comes back by themselves. */
  async function lookAgain(): Promise<void> {
    const again = known;
    known = false;
    await account.reload();
    if (again && account.person) signal.start();
  }

  /** A request whose failure needs no word: it is asked again with the next greeting. */
  async function ask(request: Promise<unknown>): Promise<void> {
    await request.catch(() => undefined);
  }

  async function open(): Promise<void> {
    const desk = await signal.request('desk.open', {}).catch(() => undefined);
    if (!desk) return;
    live.value = desk.live;
    offers.value = desk.offers;
    tasks.value = desk.tasks;
    const still = new Set(desk.ringing.map(({ sessionId }) => sessionId));
    for (const { sessionId } of ringing.value) if (!still.has(sessionId)) stopRinging(sessionId);
    for (const call of desk.ringing) rang(call);
  }

  function rang(call: RingingCall): void {
    const others = ringing.value.filter(({ sessionId }) => sessionId !== call.sessionId);
    ringing.value = [...others, call].sort((a, b) => a.since - b.since);
    if (account.may('call.answer')) warm.prepare(call);
  }

  function stopRinging(sessionId: SessionId): RingingCall | undefined {
    const call = ringing.value.find((candidate) => candidate.sessionId === sessionId);
    ringing.value = ringing.value.filter((candidate) => candidate !== call);
    warm.drop(sessionId);
    return call;
  }

  /** Takes the call; the page that shows it then asks `warm` for the client. */
  async function accept(call: RingingCall): Promise<void> {
    try {
      await warm.accept(call);
    } finally {
      ringing.value = ringing.value.filter(({ sessionId }) => sessionId !== call.sessionId);
    }
  }

  async function decline({ sessionId, caseId }: RingingCall, word: string): Promise<void> {
    stopRinging(sessionId);
    await signal.request('call.decline', { sessionId, caseId, ...(word && { word }) });
  }

  /** The client of a call that was taken here, or of one on hold. */
  function takeCall(sessionId: SessionId): CallClient | undefined {
    return warm.take(sessionId) ?? held.take(sessionId);
  }

  async function declineOffer({ id, caseId, sessionId }: CallOffer, word: string): Promise<void> {
    offers.value = offers.value.filter((offer) => offer.id !== id);
    await signal.request('offer.decline', { offerId: id, caseId, sessionId, ...(word && { word }) });
  }

  async function dismissTask({ id, caseId }: CallTask): Promise<void> {
    await signal.request('callBack.dismiss', { taskId: id, caseId });
  }

  /** Everybody who can be called into a case, and whether a page of theirs is open. */
  async function peopleFor(caseId: CaseId): Promise<readonly Reachable[]> {
    return (await signal.request('offer.people', { caseId })).people;
  }

  /** The next call of this case calls these people as soon as we are in it. */
  function callWhenIn(caseId: CaseId, plan: CallPlan): void {
    plans.set(caseId, plan);
  }

  function takePlan(caseId: CaseId): CallPlan | undefined {
    const plan = plans.get(caseId);
    plans.delete(caseId);
    return plan;
  }

  /** News of one case until the returned function is called. */
  function watchCase(caseId: CaseId): () => void {
    const before = watched.get(caseId) ?? 0;
    watched.set(caseId, before + 1);
    if (before === 0 && signal.state === 'open') void ask(signal.request('case.watch', { caseId }));
    return () => {
      const left = (watched.get(caseId) ?? 1) - 1;
      if (left > 0) {
        watched.set(caseId, left);
        return;
      }
      watched.delete(caseId);
      if (signal.state === 'open') void ask(signal.request('case.unwatch', { caseId }));
    };
  }

  function on<Name extends EventName>(name: Name, handler: (data: EventData<Name>) => void): () => void {
    return signal.on(name, handler);
  }

  /** Calls back whenever the line stands anew: what came meanwhile was missed. */
  function onGreeted(handler: () => void): () => void {
    return signal.onGreeted(handler);
  }

  function start(): void {
    signal.start();
  }

  function stop(): void {
    signal.stop();
    for (const { sessionId } of ringing.value) warm.drop(sessionId);
    ringing.value = [];
    live.value = [];
    offers.value = [];
    tasks.value = [];
    held.close();
  }

  return {
    line,
    ringing,
    live,
    news,
    storage,
    start,
    stop,
    accept,
    decline,
    offers,
    offerNews,
    tasks,
    takeCall,
    declineOffer,
    dismissTask,
    peopleFor,
    callWhenIn,
    takePlan,
    watchCase,
    on,
    onGreeted,
  };
});
