import type { CallClient } from '@fernblick/shared/client';
import { ParticipantId, newId } from '@fernblick/shared/protocol';
import type { RingingCall, SessionId } from '@fernblick/shared/protocol';

/**
 * The calls that ring here, joined already: transports stand, nothing flows. Accepting only resumes.
 * Whoever takes a client closes it; the others are closed here.
 */
export class WarmCalls {
  readonly #calls = new Map<SessionId, Promise<CallClient>>();
  readonly #accepted = new Map<SessionId, CallClient>();
  readonly #make: () => Promise<CallClient>;

  constructor(make: () => Promise<CallClient> = loadAndMake) {
    this.#make = make;
  }

  /** Joins as one who is rung. A failure is told by `accept`, not before. */
  prepare(call: RingingCall): void {
    if (this.#calls.has(call.sessionId)) return;
    const client = this.#join(call);
    client.catch(() => undefined);
    this.#calls.set(call.sessionId, client);
  }

  /** Accepts, joining first where that failed before. @throws FernblickError, such as CALL_TAKEN */
  async accept(call: RingingCall): Promise<void> {
    const warm = await this.#calls.get(call.sessionId)?.catch(() => undefined);
    const client = warm?.state.phase === 'ringing' ? warm : await this.#join(call);
    if (client !== warm) this.drop(call.sessionId);
    // From here on the news that somebody answered must not close it: that somebody is us.
    this.#calls.delete(call.sessionId);
    this.#accepted.set(call.sessionId, client);
    try {
      await client.accept();
    } catch (error) {
      this.#accepted.delete(call.sessionId);
      client.close();
      throw error;
    }
  }

  /** Hands the client over; from now on it is the taker's. */
  take(sessionId: SessionId): CallClient | undefined {
    const accepted = this.#accepted.get(sessionId);
    this.#accepted.delete(sessionId);
    return accepted;
  }

  drop(sessionId: SessionId): void {
    const client = this.#calls.get(sessionId);
    this.#calls.delete(sessionId);
    client?.then(
      (joined) => {
        joined.close();
      },
      () => undefined,
    );
  }

  async #join(call: RingingCall): Promise<CallClient> {
    const client = await this.#make();
    try {
      await client.join({
        caseId: call.caseId,
        sessionId: call.sessionId,
        participantId: newId(ParticipantId),
        open: 'enter',
        mode: 'ringing',
      });
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }
}

async function loadAndMake(): Promise<CallClient> {
  return (await import('./makeCall.ts')).makeCall();
}
