import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId, OfferKind, Principal, RequestReply } from '@fernblick/shared/protocol';
import { CallTaskId, GuestId, InvitationId, newId, OfferId, ParticipantId } from '@fernblick/shared/protocol';
import { TestBench, type TestClient } from './fixtures.ts';
import type { SessionTimes } from './services.ts';
import { sendCamera } from './testDrawing.ts';

let bench: TestBench;
let expert: Principal;
let colleague: Principal;
let technician: Principal;
let caseId: CaseId;

async function open(times: Partial<SessionTimes> = {}) {
  bench = await TestBench.open(times);
  expert = await bench.person('expert', 'Eva Expert');
  colleague = await bench.person('expert', 'Karl Kollege');
  caseId = await bench.case(expert);
  technician = await invited('Toni Technik');
}
beforeEach(() => open());
afterEach(() => bench.close());

const hasCode = (code: string): unknown => expect.objectContaining({ code });

/** A guest as the store knows them, by a link that others may use too. */
async function invited(name: string, link = newId(InvitationId)): Promise<Principal> {
  const id = newId(GuestId);
  await bench.services.store.guests.create({
    ...{
      id,
      orgId: bench.org,
      name,
      caseId,
      invitationId: link,
      tokenHash: id.replaceAll('-', '').repeat(2),
    },
    ...{ createdAt: Date.now(), expiresAt: Date.now() + 60_000 },
  });
  return { kind: 'guest', id, orgId: bench.org, name, caseIds: [caseId] };
}

interface Joined {
  client: TestClient;
  join: RequestReply<'session.join'>;
}

async function joins(who: Principal, rest: Parameters<TestBench['joinData']>[1] = {}): Promise<Joined> {
  const client = await bench.connect(who);
  return { client, join: await client.request('session.join', bench.joinData(caseId, rest)) };
}

async function atDesk(who: Principal) {
  const client = await bench.connect(who);
  return { client, opened: await client.request('desk.open', {}) };
}

async function atHome(who: Principal) {
  const client = await bench.connect(who);
  return { client, opened: await client.request('presence.open', {}) };
}

async function sendsCamera({ client, join }: Joined) {
  return (await sendCamera(client, join)).producer;
}

function offerTo(who: Principal, kind: OfferKind, word?: string) {
  if (who.kind !== 'person' && who.kind !== 'guest') throw new Error('cannot be called');
  const to = { kind: who.kind, id: who.id };
  return { offerId: newId(OfferId), kind, to, video: true, ...(word && { word }) };
}

const entries = async () =>
  (await bench.services.store.timeline.list(caseId, { limit: 50 })).map(({ body }) => body);
const kinds = async () => (await entries()).map(({ kind }) => kind);

describe('taking somebody out', () => {
  test('closes their transports and everything made of them before the answer, and tells them', async () => {
    const host = await joins(expert);
    const other = await joins(technician);
    const producer = await sendsCamera(other);
    const { consumer } = await host.client.event('consumer.opened');
    await host.client.request('consumer.setPaused', { consumerId: consumer.consumerId, paused: false });
    const session = bench.registry.bySession(host.join.sessionId);
    const peer = session?.slots.get(other.join.participant.id)?.peer;
    expect(peer?.closed).toBe(false);

    await host.client.request('participant.remove', { participantId: other.join.participant.id });
    expect(peer?.closed).toBe(true);
    expect(host.client.of('producer.closed')).toMatchObject([{ producerId: producer.producerId }]);
    expect(host.client.of('consumer.closed')).toMatchObject([{ consumerId: consumer.consumerId }]);
    expect(await other.client.event('participant.removed')).toEqual({ reason: 'removed' });
    await expect(
      other.client.ask('consumer.setPaused', { consumerId: consumer.consumerId, paused: false }),
    ).rejects.toEqual(hasCode('NOT_JOINED'));
    expect(await kinds()).toContain('removal');
    const audited = await bench.services.store.audit.list(bench.org, { limit: 50 });
    expect(audited.items.map(({ action }) => action)).toContain('participant.remove');
  });

  test('keeps them out, also after a restart and by another name on the same link, until they are let in', async () => {
    const link = newId(InvitationId);
    technician = await invited('Toni Technik', link);
    const here = await invited('Hanna Hier', link);
    let host = await joins(expert);
    const removed = await joins(technician);
    await joins(here);
    const participantId = removed.join.participant.id;
    await host.client.request('participant.remove', { participantId });
    await expect(joins(technician)).rejects.toEqual(hasCode('PARTICIPANT_REMOVED'));
    expect(await host.client.event('participant.knocked')).toMatchObject({
      participantId,
      who: { name: 'Toni Technik' },
    });
    await expect(joins(await invited('Nobody Known', link))).rejects.toEqual(hasCode('PARTICIPANT_REMOVED'));
    // Who came by the link before and did nothing may come back; so may any other link's guest.
    await joins(here);
    await joins(await invited('Otto Other'));

    await bench.restart();
    host = await joins(expert);
    await expect(joins(technician)).rejects.toEqual(hasCode('PARTICIPANT_REMOVED'));
    expect(host.join.participants).toContainEqual(
      expect.objectContaining({ id: participantId, state: { state: 'left', reason: 'removed' } }),
    );
    await host.client.request('participant.letIn', { participantId });
    await joins(technician);
    await joins(await invited('Nobody Known', link));
  });

  test('works while they are joining, and leaves nothing of them behind', async () => {
    const host = await joins(expert);
    const client = await bench.connect(technician);
    const data = bench.joinData(caseId);
    const joining = client.ask('session.join', data);
    const refused = expect(joining).rejects.toEqual(hasCode('PARTICIPANT_REMOVED'));
    const session = bench.registry.bySession(host.join.sessionId);
    await expect.poll(() => session?.slots.has(data.participantId), { interval: 0 }).toBe(true);
    await host.client.request('participant.remove', { participantId: data.participantId });
    await refused;
    expect([...(session?.slots.keys() ?? [])]).toEqual([host.join.participant.id]);
    expect(client.connection.participation).toBeUndefined();
    await expect(joins(technician)).rejects.toEqual(hasCode('PARTICIPANT_REMOVED'));
  });

  test('is the host’s alone', async () => {
    const host = await joins(expert);
    const other = await joins(technician);
    const remove = (client: TestClient, participantId: ParticipantId) =>
      client.ask('participant.remove', { participantId });
    await expect(remove(other.client, host.join.participant.id)).rejects.toEqual(hasCode('FORBIDDEN'));
    await expect(remove(host.client, host.join.participant.id)).rejects.toEqual(hasCode('FORBIDDEN'));
    await expect(remove(host.client, newId(ParticipantId))).rejects.toEqual(hasCode('NOT_FOUND'));
    await expect(
      other.client.ask('participant.letIn', { participantId: host.join.participant.id }),
    ).rejects.toEqual(hasCode('FORBIDDEN'));
  });
});

describe('a call that nobody takes', () => {
  test('ends soon when every desk is closed, and stays in the case', async () => {
    await bench.close();
    await open({ lonelyMs: 20 });
    const caller = await joins(technician, { open: 'ring' });
    expect(caller.join.rung).toEqual(['Eva Expert', 'Karl Kollege']);
    expect(await caller.client.event('call.stopped')).toMatchObject({ reason: 'nobodyOnline' });
    await expect
      .poll(entries)
      .toContainEqual(expect.objectContaining({ kind: 'missedCall', reason: 'nobodyOnline' }));
  });

  test('rings on while somebody is at a desk', async () => {
    await bench.close();
    await open({ lonelyMs: 10, ringMs: 120 });
    await atDesk(expert);
    const caller = await joins(technician, { open: 'ring' });
    expect(await caller.client.event('call.stopped')).toMatchObject({ reason: 'noAnswer' });
  });

  test('is told at once when the group has no one', async () => {
    const { store } = bench.services;
    const [group] = await store.groups.list(bench.org);
    if (group) await store.groups.patch(group.id, group.version, { memberIds: [] });
    const caller = await joins(technician, { open: 'ring' });
    expect(await caller.client.event('call.stopped')).toMatchObject({ reason: 'nobodyOnCall' });
    await expect
      .poll(entries)
      .toContainEqual(expect.objectContaining({ kind: 'missedCall', reason: 'nobodyOnCall', rung: [] }));
  });

  test('leaves a wish to be called back on the group’s desks until an expert and the caller meet', async () => {
    const { client: evaDesk } = await atDesk(expert);
    const caller = await joins(technician, { open: 'ring' });
    const wish = { caseId, taskId: newId(CallTaskId), word: 'Until five' };
    const { task } = await caller.client.request('callBack.ask', wish);
    // Sent again after a broken line, it is still one.
    await caller.client.request('callBack.ask', wish);
    expect(task).toMatchObject({
      caseTitle: 'Pump leaks',
      groupName: 'Service',
      by: { name: 'Toni Technik' },
    });
    expect((await evaDesk.event('callBack.asked')).task).toEqual(task);
    expect((await atDesk(colleague)).opened.tasks).toEqual([task]);
    expect((await entries()).filter(({ kind }) => kind === 'callBack')).toMatchObject([{ change: 'asked' }]);

    await joins(expert);
    expect(await evaDesk.event('callBack.closed')).toEqual({ taskId: task.id, how: 'called' });
    expect((await atDesk(colleague)).opened.tasks).toEqual([]);
    await expect
      .poll(entries)
      .toContainEqual(expect.objectContaining({ kind: 'callBack', change: 'called' }));
  });

  test('a wish may be dismissed by the office, once, and is nobody’s business of another case', async () => {
    const caller = await joins(technician, { open: 'ring' });
    const taskId = newId(CallTaskId);
    const elsewhere = await bench.case(expert);
    await expect(caller.client.ask('callBack.ask', { caseId: elsewhere, taskId })).rejects.toEqual(
      hasCode('FORBIDDEN'),
    );
    await caller.client.request('callBack.ask', { caseId, taskId });
    const { client } = await atDesk(colleague);
    await expect(caller.client.ask('callBack.dismiss', { caseId, taskId })).rejects.toEqual(
      hasCode('FORBIDDEN'),
    );
    await expect(client.ask('callBack.dismiss', { caseId: elsewhere, taskId })).rejects.toEqual(
      hasCode('NOT_FOUND'),
    );
    await client.request('callBack.dismiss', { caseId, taskId });
    await client.request('callBack.dismiss', { caseId, taskId });
    const closed = (await entries()).filter(({ kind }) => kind === 'callBack');
    expect(closed).toMatchObject([{ change: 'asked' }, { change: 'dismissed' }]);
  });
});

describe('an expert who calls somebody of the case', () => {
  test('rings their open page; joining is accepting', async () => {
    const page = await atHome(technician);
    const host = await joins(expert);
    const asked = offerTo(technician, 'call');
    const made = await host.client.request('offer.make', { ...asked, video: false });
    expect(made.reached).toBe(true);
    expect((await page.client.event('offer.rang')).offer).toMatchObject({
      ...{ caseTitle: 'Pump leaks', video: false, by: { name: 'Eva Expert' } },
    });
    // A page that opens while it rings, rings too.
    expect((await atHome(technician)).opened.offers).toEqual([made.offer]);
    await joins(technician, { open: 'enter' });
    expect(await page.client.event('offer.stopped')).toMatchObject({ outcome: 'joined' });
    expect(await host.client.event('offer.closed')).toMatchObject({ outcome: 'joined' });
    expect(await kinds()).not.toContain('missedCall');
  });

  test('and is not answered: it stays in the case, and is told when the other comes back, until they saw it', async () => {
    await bench.close();
    await open({ ringMs: 30 });
    const host = await joins(expert);
    const { reached } = await host.client.request('offer.make', offerTo(technician, 'call'));
    expect(reached).toBe(false);
    expect(await host.client.event('offer.closed')).toMatchObject({ outcome: 'noAnswer' });
    await expect.poll(entries).toContainEqual(
      expect.objectContaining({
        kind: 'missedCall',
        to: [expect.objectContaining({ name: 'Toni Technik' })],
      }),
    );
    const page = await atHome(technician);
    const [missed] = page.opened.missed;
    if (!missed) throw new Error('nothing was missed');
    expect(missed).toMatchObject({ by: { name: 'Eva Expert' }, caseTitle: 'Pump leaks' });
    const other = await atHome(await invited('Otto Other'));
    expect(other.opened.missed).toEqual([]);
    await expect(other.client.ask('missed.see', { taskId: missed.id })).rejects.toEqual(hasCode('NOT_FOUND'));
    await page.client.request('missed.see', { taskId: missed.id });
    expect((await atHome(technician)).opened.missed).toEqual([]);
  });

  test('who hangs up leaves a missed call; who is declined hears the word', async () => {
    const page = await atHome(technician);
    const host = await joins(expert);
    const first = await host.client.request('offer.make', offerTo(technician, 'call'));
    const { id: offerId, sessionId } = first.offer;
    const refusal = { caseId, sessionId, offerId, word: 'On a ladder' };
    const { client: karl } = await atDesk(colleague);
    await expect(karl.ask('offer.decline', refusal)).rejects.toEqual(hasCode('FORBIDDEN'));
    await page.client.request('offer.decline', refusal);
    expect(await host.client.event('offer.closed')).toMatchObject({
      outcome: 'declined',
      word: 'On a ladder',
    });
    await expect(page.client.ask('offer.decline', refusal)).rejects.toEqual(hasCode('CALL_OVER'));

    await host.client.request('offer.make', offerTo(technician, 'call'));
    await host.client.request('session.leave', {});
    expect(await page.client.event('offer.stopped', ({ outcome }) => outcome === 'withdrawn')).toBeTruthy();
    const missed = async () =>
      (await entries()).flatMap((body) => (body.kind === 'missedCall' ? [body.reason] : []));
    await expect.poll(missed).toEqual(['declined', 'cancelled']);
    await expect.poll(async () => (await atHome(technician)).opened.missed.length).toBe(1);
  });

  test('may call only who may come', async () => {
    const host = await joins(expert);
    const stranger = await bench.person('technician', 'Not Of The Case');
    const make = (who: Principal, kind: OfferKind = 'call') =>
      host.client.ask('offer.make', offerTo(who, kind));
    await expect(make(stranger)).rejects.toEqual(hasCode('FORBIDDEN'));
    await expect(make(technician, 'handOver')).rejects.toEqual(hasCode('FORBIDDEN'));
    await expect(make({ ...technician, id: newId(GuestId) } as Principal)).rejects.toEqual(
      hasCode('NOT_FOUND'),
    );
    await expect(make(expert)).rejects.toEqual(hasCode('ALREADY_JOINED'));
    await expect(make(colleague, 'bringIn')).rejects.toEqual(hasCode('NOT_REACHABLE'));
    const other = await joins(technician);
    await expect(make(technician)).rejects.toEqual(hasCode('ALREADY_JOINED'));
    await expect(other.client.ask('offer.make', offerTo(expert, 'call'))).rejects.toEqual(
      hasCode('FORBIDDEN'),
    );
    await atDesk(colleague);
    const { people } = await host.client.request('offer.people', { caseId });
    expect(
      people.map(({ name, role, online, busy, member }) => ({ name, role, online, busy, member })),
    ).toEqual([
      { name: 'Karl Kollege', role: 'expert', online: true, busy: false, member: false },
      { name: 'Toni Technik', role: 'guest', online: false, busy: true, member: true },
    ]);
  });
});

describe('handing over', () => {
  test('the colleague sees the case first; when they are in, the first expert is out', async () => {
    const { client: karlDesk } = await atDesk(colleague);
    const host = await joins(expert);
    const other = await joins(technician);
    await host.client.request('offer.make', offerTo(colleague, 'handOver', 'Knows this pump'));
    const { offer } = await karlDesk.event('offer.rang');
    expect(offer).toMatchObject({ kind: 'handOver', word: 'Knows this pump', asset: 'KP-200' });
    expect(offer.people).toEqual(['Eva Expert', 'Toni Technik']);
    expect((await atDesk(colleague)).opened.offers).toEqual([offer]);

    await joins(colleague, { open: 'enter' });
    expect(await host.client.event('participant.removed')).toEqual({ reason: 'handedOver' });
    const left = await other.client.event(
      'participant.changed',
      ({ participant }) => participant.state.state === 'left',
    );
    expect(left.participant.who.name).toBe('Eva Expert');
    await expect
      .poll(entries)
      .toContainEqual(expect.objectContaining({ kind: 'handOver', word: 'Knows this pump' }));
    expect(bench.registry.bySession(host.join.sessionId)?.present).toHaveLength(2);
  });

  test('declined, it comes back with the word and nothing changes', async () => {
    const { client: karlDesk } = await atDesk(colleague);
    const host = await joins(expert);
    await joins(technician);
    const { offer } = await host.client.request('offer.make', offerTo(colleague, 'handOver'));
    await karlDesk.request('offer.decline', {
      ...{ caseId, sessionId: offer.sessionId, offerId: offer.id, word: 'In a meeting' },
    });
    expect(await host.client.event('offer.closed')).toMatchObject({
      outcome: 'declined',
      word: 'In a meeting',
    });
    expect(host.client.connection.participation).toBeDefined();
  });

  test('comes back when the colleague goes offline, but not for a short break of their line', async () => {
    await bench.close();
    await open({ reachMs: 40 });
    const host = await joins(expert);
    await joins(technician);
    const first = await atDesk(colleague);
    await host.client.request('offer.make', offerTo(colleague, 'handOver'));
    first.client.drop();
    const again = await atDesk(colleague);
    expect(again.opened.offers).toHaveLength(1);
    again.client.drop();
    expect(await host.client.event('offer.closed')).toMatchObject({ outcome: 'offline' });
    expect(host.client.connection.participation).toBeDefined();
  });

  test('stands although the first expert has gone; the caller who leaves ends it', async () => {
    const { client: karlDesk } = await atDesk(colleague);
    const host = await joins(expert);
    const other = await joins(technician);
    await host.client.request('offer.make', offerTo(colleague, 'handOver'));
    await host.client.request('session.leave', {});
    expect(karlDesk.of('offer.stopped')).toEqual([]);
    await other.client.request('session.leave', {});
    expect(await karlDesk.event('offer.stopped')).toMatchObject({ outcome: 'withdrawn' });
    await expect(joins(colleague, { open: 'enter' })).rejects.toEqual(hasCode('SESSION_OVER'));
  });

  test('a second one takes the place of the first; two at once join once each', async () => {
    const third = await bench.person('expert', 'Dora Dritte');
    const [karl, dora] = [await atDesk(colleague), await atDesk(third)];
    const host = await joins(expert);
    await joins(technician);
    await host.client.request('offer.make', offerTo(colleague, 'handOver'));
    await host.client.request('offer.make', offerTo(third, 'handOver'));
    expect(await karl.client.event('offer.stopped')).toMatchObject({ outcome: 'withdrawn' });
    expect(await dora.client.event('offer.rang')).toBeTruthy();
    // Two devices of hers at once: both are in, the first expert leaves once.
    await Promise.all([joins(third, { open: 'enter' }), joins(third, { open: 'enter' })]);
    await host.client.event('participant.removed');
    expect(host.client.of('participant.removed')).toHaveLength(1);
    expect(host.client.of('offer.closed').map(({ outcome }) => outcome)).toEqual(['withdrawn', 'joined']);
  });

  test('one brought in joins as a third', async () => {
    const { client: karlDesk } = await atDesk(colleague);
    const host = await joins(expert);
    await joins(technician);
    await host.client.request('offer.make', offerTo(colleague, 'bringIn'));
    expect((await karlDesk.event('offer.rang')).offer.kind).toBe('bringIn');
    const karl = await joins(colleague, { open: 'enter' });
    expect(karl.join.participants).toHaveLength(3);
    expect(host.client.of('participant.removed')).toEqual([]);
  });
});

describe('on hold', () => {
  async function flowing() {
    const host = await joins(expert);
    const other = await joins(technician);
    const camera = await sendsCamera(other);
    const own = await sendsCamera(host);
    const { consumer } = await host.client.event('consumer.opened');
    const back = (await other.client.event('consumer.opened')).consumer;
    for (const [{ client }, { consumerId }] of [
      [host, consumer],
      [other, back],
    ] as const)
      await client.request('consumer.setPaused', { consumerId, paused: false });
    const session = bench.registry.bySession(host.join.sessionId);
    const flows = async () => {
      const mine = await session?.slots.get(host.join.participant.id)?.peer?.stats();
      const theirs = await session?.slots.get(other.join.participant.id)?.peer?.stats();
      return {
        toHost: mine?.consumers.map(({ paused }) => !paused),
        fromHost: mine?.producers.map(({ paused }) => !paused),
        fromOther: theirs?.producers.map(({ paused }) => !paused),
      };
    };
    return { host, other, consumer, camera, own, flows };
  }

  test('nothing flows to or from the holder, all are told, and it resumes at once', async () => {
    const { host, other, flows, own } = await flowing();
    expect(await flows()).toEqual({ toHost: [true], fromHost: [true], fromOther: [true] });
    await host.client.request('call.hold', { held: true });
    expect(await flows()).toEqual({ toHost: [false], fromHost: [false], fromOther: [true] });
    const told = await other.client.event('participant.changed', ({ participant }) => !!participant.hold);
    expect(told.participant.who.name).toBe('Eva Expert');
    // What the holder's page asks for meanwhile waits; what is drawn stays.
    await host.client.request('producer.setPaused', { producerId: own.producerId, paused: false });
    expect(await flows()).toMatchObject({ fromHost: [false] });
    await host.client.request('call.hold', { held: false });
    expect(await flows()).toEqual({ toHost: [true], fromHost: [true], fromOther: [true] });
  });

  test('what was paused or muted before stays so after it', async () => {
    const { host, flows, own, consumer } = await flowing();
    await host.client.request('producer.setPaused', { producerId: own.producerId, paused: true });
    await host.client.request('call.hold', { held: true });
    await host.client.request('consumer.setPaused', { consumerId: consumer.consumerId, paused: true });
    await host.client.request('call.hold', { held: false });
    expect(await flows()).toEqual({ toHost: [false], fromHost: [false], fromOther: [true] });
  });

  test('the caller who leaves meanwhile does not end the holder’s part; a technician holds nobody', async () => {
    const { host, other } = await flowing();
    await expect(other.client.ask('call.hold', { held: true })).rejects.toEqual(hasCode('FORBIDDEN'));
    await host.client.request('call.hold', { held: true });
    await other.client.request('session.leave', {});
    await host.client.event('participant.changed', ({ participant }) => participant.state.state === 'left');
    await host.client.request('call.hold', { held: false });
  });
});
