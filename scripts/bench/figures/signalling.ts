import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { once } from 'node:events';
import * as z from 'zod';
import { newId, type StrokePreview, StrokeId, SurfaceId } from '@fernblick/shared/protocol';
import { Child } from '../Child.ts';
import { interleave, ratiosOf, spreadOf } from '../pairs.ts';
import { cpuSeconds } from '../procfs.ts';
import { Product } from '../product/Product.ts';
import { SignalLine } from '../product/SignalLine.ts';
import { ratioGoal, type Row } from '../Row.ts';
import type { Scope } from '../Scope.ts';
import type { Figure } from './Figure.ts';

const PAIRS = 7;
const SESSIONS = 20;
/** Each of a session's two; below what one connection may send. */
const PER_SECOND = 50;
const SECONDS = 4;

const previewOn = (surfaceId: SurfaceId): StrokePreview => ({
  surfaceId,
  id: newId(StrokeId),
  tool: 'pen',
  color: '#ff3b30',
  width: 0.006,
  from: 12,
  points: [
    [0.4213, 0.5127, 340],
    [0.4251, 0.5139, 357],
  ],
});

/** Messages that go in and out of a server per second of its CPU: strokes being drawn, two people per session. */
export const signalling: Figure = {
  title: 'Signalling messages per CPU second',
  timeoutMs: 200_000,
  async measure(scope: Scope): Promise<Row[]> {
    const product = await Product.start(scope);
    const lines = await openSessions(scope, product);
    const { child, ready } = await Child.start(scope, 'bare/echoServer.ts', z.object({ port: z.number() }));
    const sockets = await openEchoes(scope, ready.port, lines.length);

    const ours = () =>
      perCpuSecond(
        product.pid,
        () => {
          for (const { line, preview } of lines) line.send('annotation.preview', preview);
          return lines.length;
        },
        () => lines.reduce((sum, { line }) => sum + line.received, 0),
      );
    const text = JSON.stringify({
      t: 'req',
      id: 1,
      name: 'annotation.preview',
      data: previewOn(newId(SurfaceId)),
    });
    const echo = () =>
      perCpuSecond(
        child.pid,
        () => {
          for (const { socket } of sockets) socket.send(text);
          return sockets.length;
        },
        () => sockets.reduce((sum, { received }) => sum + received, 0),
      );

    await ours();
    await echo();
    const pairs = await interleave(PAIRS, ours, echo);
    const ratio = ratiosOf(
      pairs.map(({ ours: a, baseline: b }) => ({ ours: a.messages, baseline: b.messages })),
    );
    const medianOf = (pick: (pair: (typeof pairs)[number]) => number) => spreadOf(pairs.map(pick)).median;
    const answers = medianOf(({ ours: { answers } }) => answers);
    if (answers < 1.98) throw new Error(`${answers.toFixed(2)} instead of 2 messages came for each preview`);
    return [
      {
        figure: 'signalling',
        unit: 'messages/CPU s',
        ours: medianOf(({ ours: { messages } }) => messages),
        baseline: medianOf(({ baseline: { messages } }) => messages),
        ratio,
        goal: ratioGoal('least', 0.4, ratio.median),
        note: 'in and out; each preview is checked, answered and told to the other one',
      },
      {
        figure: 'signalling, messages in only',
        unit: 'messages/CPU s',
        ours: medianOf(({ ours: { incoming } }) => incoming),
        baseline: medianOf(({ baseline: { incoming } }) => incoming),
        ratio: ratiosOf(
          pairs.map(({ ours: a, baseline: b }) => ({ ours: a.incoming, baseline: b.incoming })),
        ),
      },
    ];
  },
};

interface Run {
  messages: number;
  incoming: number;
  /** Messages that came for each that was sent. */
  answers: number;
}

/** Sends at a steady pace and sees what the server's process uses meanwhile. */
async function perCpuSecond(pid: number, send: () => number, received: () => number): Promise<Run> {
  const before = { cpu: cpuSeconds(pid), received: received() };
  let sent = 0;
  const from = performance.now();
  for (let beat = 1; beat <= PER_SECOND * SECONDS; beat++) {
    sent += send();
    await sleep(Math.max(0, from + (beat * 1_000) / PER_SECOND - performance.now()));
  }
  await sleep(300);
  const cpu = cpuSeconds(pid) - before.cpu;
  const heard = received() - before.received;
  return { messages: (sent + heard) / cpu, incoming: sent / cpu, answers: heard / sent };
}

interface Drawing {
  line: SignalLine;
  preview: StrokePreview;
}

async function openSessions(scope: Scope, product: Product): Promise<Drawing[]> {
  const { office } = product;
  const people = [await office.person('Eva Expert', 'expert'), await office.person('Xaver Expert', 'expert')];
  const drawing: Drawing[] = [];
  for (let session = 0; session < SESSIONS; session++) {
    const caseId = await office.case();
    let surfaceId: SurfaceId | undefined;
    for (const who of people) {
      const line = scope.own(await SignalLine.greet(office, who), (greeted) => greeted.close());
      const { sendTransport } = await line.join(who, caseId);
      surfaceId ??= await line.openCamera(sendTransport.id);
      drawing.push({ line, preview: previewOn(surfaceId) });
    }
  }
  return drawing;
}

async function openEchoes(
  scope: Scope,
  port: number,
  count: number,
): Promise<{ socket: WebSocket; received: number }[]> {
  const echoes: { socket: WebSocket; received: number }[] = [];
  for (let index = 0; index < count; index++) {
    const socket = scope.own(new WebSocket(`ws://127.0.0.1:${port}`), (opened) => opened.close());
    await once(socket, 'open');
    const echo = { socket, received: 0 };
    socket.on('message', () => echo.received++);
    echoes.push(echo);
  }
  return echoes;
}
