import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { newId, OrgId, ParticipantId, type SessionId } from '@fernblick/shared/protocol';
import type { SessionEventDoc } from '../documents.ts';
import { race, useStores, type MakeHarness } from './harness.ts';
import { makeCase, makeSession } from './testData.ts';

export function describeSessions(makeHarness: MakeHarness): void {
  describe('sessions', () => {
    const stores = useStores(makeHarness);
    const orgId = newId(OrgId);

    test('a case has one live session; when it is over there may be another', async () => {
      const racers = [stores.first(), await stores.open()];
      const { sessions } = stores.first();
      const file = { orgId, id: makeCase(orgId).id };
      const results = await Promise.allSettled(
        race(racers, 10, (store) => store.sessions.create(makeSession(file))),
      );
      const live = results.flatMap((result) => (result.status === 'fulfilled' && result.value) || []);
      expect(live).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'ID_CONFLICT' });
      }
      const [first] = live;
      if (!first) throw new Error('unreachable');
      expect(await sessions.liveByCase(file.id)).toEqual(first);
      expect(await sessions.listLive(orgId)).toEqual([first]);
      const over = await sessions.patch(first.id, 1, { liveCaseId: null, endedAt: 2_000 });
      expect(await sessions.liveByCase(file.id)).toBeUndefined();
      const second = await sessions.create(makeSession(file, { startedAt: 3_000 }));
      expect(await sessions.liveByCase(file.id)).toEqual(second);
      expect(await sessions.listByCase(file.id)).toEqual([over, second]);
    });

    test('every taking over of the lease raises the fence', async () => {
      const racers = [stores.first(), await stores.open()];
      const { id } = await stores.first().sessions.create(makeSession({ orgId, id: makeCase(orgId).id }));
      const taken = await Promise.all(
        race(racers, 20, (store, index) => store.sessions.takeLease(id, `owner ${index}`)),
      );
      const fences = taken.map((doc) => doc?.lease.fence ?? 0).toSorted((a, b) => a - b);
      expect(fences).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
    });

    test('events come back in order and as they were, however their members are named', async () => {
      const { sessions } = stores.first();
      const { id } = await sessions.create(makeSession({ orgId, id: makeCase(orgId).id }));
      const [first, second] = [randomUUID(), randomUUID()];
      const before = [1, 2, 3].map((seq) => makeSessionEvent(id, first, seq, 1_000 + seq));
      const after = [1, 2].map((seq) => makeSessionEvent(id, second, seq, 5_000 + seq));
      await sessions.appendEvents(after);
      await sessions.appendEvents(before.slice(0, 2));
      await sessions.appendEvents(before);
      expect(await sessions.listEvents(id)).toEqual([...before, ...after]);
      expect(await sessions.lastT(id)).toBe(after[1]?.t);
      expect(await sessions.listEvents(id, { epoch: first, afterSeq: 1 })).toEqual(before.slice(1));
      const [one] = before;
      if (!one) throw new Error('unreachable');
      const other = sessions.appendEvents([{ ...one, data: 'something else' }]);
      await expect(other).rejects.toMatchObject({ code: 'ID_CONFLICT' });
      expect(await sessions.listEvents(id, { epoch: first })).toEqual(before);
    });

    /** @param t the session's own clock; the wall's goes back meanwhile */
    function makeSessionEvent(sessionId: SessionId, epoch: string, seq: number, t: number): SessionEventDoc {
      const audience = seq === 1 ? ('all' as const) : [newId(ParticipantId)];
      const data = { 'level.id': null, $set: [1.5, { '': 'x' }], seq };
      return {
        sessionId,
        orgId,
        epoch,
        seq,
        at: 90_000 - t,
        t: t + 1 / 3,
        name: 'participant.joined',
        data,
        audience,
      };
    }
  });
}
