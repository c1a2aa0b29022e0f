import type { CallClient } from '@fernblick/shared/client';
import { CaseId, FernblickError, PersonId, SessionId, newId } from '@fernblick/shared/protocol';
import type { RingingCall } from '@fernblick/shared/protocol';
import { describe, expect, it, vi } from 'vitest';
import { WarmCalls } from './WarmCalls.ts';

const call: RingingCall = {
  sessionId: newId(SessionId),
  caseId: newId(CaseId),
  caseNumber: 7,
  caseTitle: 'Pump loses pressure',
  caller: { kind: 'person', id: newId(PersonId), name: 'Tom' },
  groupName: 'Service',
  rung: ['Eva'],
  since: 0,
};

/** A client that does what it is told, as far as warm calls need one. */
function fakeClient({ join = () => Promise.resolve(), accept = () => Promise.resolve() } = {}) {
  const state = { phase: 'idle' };
  const client = {
    state,
    join: vi.fn(async () => {
      await join();
      state.phase = 'ringing';
    }),
    accept: vi.fn(accept),
    close: vi.fn(),
  };
  return { client, made: client as unknown as CallClient };
}

function warmCalls(...clients: ReturnType<typeof fakeClient>[]) {
  const rest = [...clients];
  const make = vi.fn(async () => {
    const next = rest.shift();
    if (!next) throw new Error('one client too many');
    return next.made;
  });
  return { warm: new WarmCalls(make), make };
}

describe('WarmCalls', () => {
  it('joins while it rings, so that accepting joins nothing more', async () => {
    const one = fakeClient();
    const { warm, make } = warmCalls(one);
    warm.prepare(call);
    warm.prepare(call);
    await warm.accept(call);
    expect(make).toHaveBeenCalledOnce();
    expect(one.client.join).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ sessionId: call.sessionId, open: 'enter', mode: 'ringing' }),
    );
    expect(warm.take(call.sessionId)).toBe(one.made);
    expect(warm.take(call.sessionId)).toBeUndefined();
  });

  it('keeps the accepted call when the news of its acceptance come first', async () => {
    const answer = Promise.withResolvers<void>();
    const one = fakeClient({ accept: () => answer.promise });
    const { warm } = warmCalls(one);
    warm.prepare(call);
    const accepted = warm.accept(call);
    await vi.waitFor(() => {
      expect(one.client.accept).toHaveBeenCalled();
    });
    warm.drop(call.sessionId);
    answer.resolve();
    await accepted;
    expect(one.client.close).not.toHaveBeenCalled();
    expect(warm.take(call.sessionId)).toBe(one.made);
  });

  it('joins anew at the click where the first attempt failed', async () => {
    const broken = fakeClient({ join: () => Promise.reject(new FernblickError('OFFLINE')) });
    const good = fakeClient();
    const { warm } = warmCalls(broken, good);
    warm.prepare(call);
    await warm.accept(call);
    expect(broken.client.close).toHaveBeenCalled();
    expect(warm.take(call.sessionId)).toBe(good.made);
  });

  it('closes what somebody else took, and says so to who accepts too late', async () => {
    const one = fakeClient({ accept: () => Promise.reject(new FernblickError('CALL_TAKEN')) });
    const { warm } = warmCalls(one);
    warm.prepare(call);
    await expect(warm.accept(call)).rejects.toMatchObject({ code: 'CALL_TAKEN' });
    expect(one.client.close).toHaveBeenCalled();
    expect(warm.take(call.sessionId)).toBeUndefined();
  });

  it('closes a call that stops ringing, even while it is being joined', async () => {
    const joining = Promise.withResolvers<void>();
    const one = fakeClient({ join: () => joining.promise });
    const { warm } = warmCalls(one);
    warm.prepare(call);
    warm.drop(call.sessionId);
    joining.resolve();
    await vi.waitFor(() => {
      expect(one.client.close).toHaveBeenCalled();
    });
  });
});
