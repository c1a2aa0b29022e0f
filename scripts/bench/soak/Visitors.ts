import { setTimeout as sleep } from 'node:timers/promises';
import { EntryId, newId, StrokeId, type StrokePreview } from '@fernblick/shared/protocol';
import type { Office, Someone } from '../product/Office.ts';
import { SignalLine } from '../product/SignalLine.ts';

/** Cases are used again, but not before a call that broke off is over: a session that goes on may well grow. */
const CASES = 90;
const STAY_MS = 6_000;

/** People who come, talk, draw and go, in some calls at a time, until they are stopped. */
export class Visitors {
  sessions = 0;
  readonly failures: string[] = [];
  readonly #office: Office;
  readonly #people: Someone[];
  readonly #cases: Awaited<ReturnType<Office['case']>>[];
  readonly #stop = new AbortController();
  #running: Promise<void>[] = [];

  static async invite(office: Office): Promise<Visitors> {
    const people = [
      await office.person('Eva Expert', 'expert'),
      await office.person('Xaver Expert', 'expert'),
    ];
    const cases = [];
    for (let index = 0; index < CASES; index++) cases.push(await office.case());
    return new Visitors(office, people, cases);
  }

  private constructor(office: Office, people: Someone[], cases: Awaited<ReturnType<Office['case']>>[]) {
    this.#office = office;
    this.#people = people;
    this.#cases = cases;
  }

  /** @param calls how many at a time */
  start(calls: number): void {
    this.#running = Array.from({ length: calls }, (_, call) => this.#keepCalling(call, calls));
  }

  /** Resolves when the last one has gone. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #keepCalling(call: number, calls: number): Promise<void> {
    const { signal } = this.#stop;
    for (let round = 0; !signal.aborted; round++) {
      const caseId = this.#cases[(call + round * calls) % this.#cases.length];
      if (caseId === undefined) return;
      try {
        await this.#call(caseId, round);
        this.sessions++;
      } catch (error) {
        this.failures.push(error instanceof Error ? error.message : String(error));
      }
      await sleep(300, undefined, { signal }).catch(() => undefined);
    }
  }

  async #call(caseId: Awaited<ReturnType<Office['case']>>, round: number): Promise<void> {
    const lines: SignalLine[] = [];
    try {
      let surfaceId: StrokePreview['surfaceId'] | undefined;
      for (const who of this.#people) {
        const line = await SignalLine.greet(this.#office, who);
        lines.push(line);
        const { sendTransport } = await line.join(who, caseId);
        surfaceId ??= await line.openCamera(sendTransport.id);
      }
      if (surfaceId) await this.#talk(lines, surfaceId);
      // Every third call ends as they do on the road: without a word.
      if (round % 3 === 2) return;
      for (const line of lines) await line.request('session.leave', {});
    } finally {
      for (const line of lines) await line.close();
    }
  }

  async #talk([one, other]: SignalLine[], surfaceId: StrokePreview['surfaceId']): Promise<void> {
    const { signal } = this.#stop;
    const until = performance.now() + STAY_MS * (0.5 + Math.random());
    for (let stroke = 0; performance.now() < until && !signal.aborted; stroke++) {
      const id = newId(StrokeId);
      const drawn = { tool: 'pen', color: '#ff3b30', width: 0.006 } as const;
      for (let from = 0; from < 10; from++) {
        one?.send('annotation.preview', {
          surfaceId,
          id,
          ...drawn,
          from,
          points: [[0.3 + from / 50, 0.4, from * 16]],
        });
        await sleep(16);
      }
      const points = Array.from({ length: 10 }, (_, at): [number, number, number] => [
        0.3 + at / 50,
        0.4,
        at * 16,
      ]);
      await one?.request('annotation.add', {
        op: 'add',
        id,
        surfaceId,
        body: { ...drawn, points, frame: { width: 1_280, height: 720 } },
      });
      if (stroke % 4 === 0)
        await other?.request('chat.send', {
          entryId: newId(EntryId),
          text: `stroke ${stroke}`,
          clientAt: Date.now(),
        });
      await sleep(400, undefined, { signal }).catch(() => undefined);
    }
  }
}
