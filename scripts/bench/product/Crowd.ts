import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { type CaseId, newId, PROTOCOL_VERSION, CaseId as CaseIdSchema } from '@fernblick/shared/protocol';
import type { Office, Someone } from './Office.ts';

const FLOOD_BEAT_MS = 50;
const FLOOD_MESSAGES = 400;
const TURNED_AWAY_MS = 200;

/** Those who make a server's life hard: many, loud, impostors and slow. Each keeps on until `leave`. */
export class Crowd {
  /** Sockets that were cut, by close code. */
  readonly cut = new Map<number, number>();
  /** Floods that came back and were refused at the door. */
  turnedAway = 0;
  /** Answers to attempts with bad tokens, by HTTP status. */
  readonly refused = new Map<number, number>();
  readonly #office: Pick<Office, 'url'>;
  readonly #who: Pick<Someone, 'cookie'>;
  readonly #sockets = new Set<WebSocket>();
  readonly #busy: Promise<void>[] = [];
  readonly #over = new AbortController();

  constructor(office: Pick<Office, 'url'>, who: Pick<Someone, 'cookie'>) {
    this.#office = office;
    this.#who = who;
  }

  /** Sockets that are open now. */
  get open(): number {
    return [...this.#sockets].filter(({ readyState }) => readyState === WebSocket.OPEN).length;
  }

  /** Opens sockets that greet and then only keep alive. */
  async idle(count: number): Promise<void> {
    for (let opened = 0; opened < count; opened += 50)
      await Promise.all(Array.from({ length: Math.min(50, count - opened) }, () => this.#greet()));
  }

  /** Sends far more than anybody may, and comes back whenever it is cut. */
  flood(): void {
    this.#keep(async () => {
      const socket = await this.#greet().catch(() => undefined);
      if (!socket) {
        // It came back too often and is not even let in.
        this.turnedAway++;
        await sleep(TURNED_AWAY_MS);
        return;
      }
      for (let id = 2; socket.readyState === WebSocket.OPEN && !this.#ended;) {
        for (let n = 0; n < FLOOD_MESSAGES; n++)
          socket.send(
            JSON.stringify({
              t: 'req',
              id: id++,
              name: 'case.unwatch',
              data: { caseId: newId(CaseIdSchema) },
            }),
          );
        await sleep(FLOOD_BEAT_MS);
      }
    });
  }

  /** Tries invitations that do not exist. */
  guess(perSecond: number): void {
    this.#keep(async () => {
      const started = performance.now();
      const attempts = Array.from({ length: Math.ceil(perSecond / 10) }, async () => {
        const { status } = await fetch(new URL('/api/invitations/redeem', this.#office.url), {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1' },
          body: JSON.stringify({ token: randomBytes(32).toString('base64url'), name: 'Nobody' }),
        });
        this.refused.set(status, (this.refused.get(status) ?? 0) + 1);
      });
      await Promise.all(attempts);
      await sleep(Math.max(0, 100 - (performance.now() - started)));
    });
  }

  /** Watches a case and never reads what comes. */
  async slow(caseId: CaseId): Promise<void> {
    const socket = await this.#greet();
    socket.send(JSON.stringify({ t: 'req', id: 2, name: 'case.watch', data: { caseId } }));
    await once(socket, 'message');
    socket.pause();
  }

  async leave(): Promise<void> {
    this.#over.abort();
    await Promise.all(this.#busy);
    for (const socket of this.#sockets) socket.terminate();
  }

  get #ended(): boolean {
    return this.#over.signal.aborted;
  }

  #keep(round: () => Promise<void>): void {
    const work = async () => {
      while (!this.#ended) await round();
    };
    this.#busy.push(work());
  }

  async #greet(): Promise<WebSocket> {
    const socket = new WebSocket(`${this.#office.url.replace('http', 'ws')}/ws`, {
      headers: { cookie: this.#who.cookie },
    });
    const ping = setInterval(() => {
      if (socket.readyState === WebSocket.OPEN) socket.send('{"t":"ping"}');
    }, 5_000).unref();
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      clearInterval(ping);
      if (this.#sockets.delete(socket)) this.cut.set(code, (this.cut.get(code) ?? 0) + 1);
    });
    await once(socket, 'open');
    this.#sockets.add(socket);
    const hello = { protocolVersion: PROTOCOL_VERSION, as: 'person' };
    socket.send(JSON.stringify({ t: 'req', id: 1, name: 'hello', data: hello }));
    await once(socket, 'message');
    return socket;
  }
}
