import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { LayerOp } from '@fernblick/shared/protocol';
import { newId, type StrokeId, StrokeId as StrokeIdSchema, type SurfaceId } from '@fernblick/shared/protocol';
import type { Scope } from '../Scope.ts';
import type { Product } from './Product.ts';
import { SignalLine } from './SignalLine.ts';

const Added = z.object({ entry: z.object({ op: z.object({ id: z.string() }) }) });

/** Two people in one session: one draws, the other sees. */
export interface Pair {
  from: SignalLine;
  to: SignalLine;
  surfaceId: SurfaceId;
}

export async function openPair(scope: Scope, { office }: Product): Promise<Pair> {
  const caseId = await office.case();
  const [one, other] = [
    await office.person('Eva Expert', 'expert'),
    await office.person('Xaver Expert', 'expert'),
  ];
  const own = async (who: typeof one) =>
    scope.own(await SignalLine.greet(office, who), (line) => line.close());
  const from = await own(one);
  const { sendTransport } = await from.join(one, caseId);
  const surfaceId = await from.openCamera(sendTransport.id);
  const to = await own(other);
  await to.join(other, caseId);
  return { from, to, surfaceId };
}

export interface Drawn {
  /** In the order drawn, and in the order the other one saw them. */
  sent: StrokeId[];
  seen: string[];
  acknowledged: number;
  /** Milliseconds from drawing a stroke until the other one has it. */
  latencies: number[];
}

/** Draws at a steady pace; resolves when all of it is acknowledged and seen. */
export async function drawTogether(
  { from, to, surfaceId }: Pair,
  strokes: number,
  perSecond: number,
): Promise<Drawn> {
  const drawn: Drawn = { sent: [], seen: [], acknowledged: 0, latencies: [] };
  const sentAt = new Map<string, number>();
  const all = Promise.withResolvers<void>();
  to.onEvent = (name, data) => {
    if (name !== 'annotation.added') return;
    const { id } = Added.parse(data).entry.op;
    const since = sentAt.get(id);
    if (since === undefined) return;
    drawn.latencies.push(performance.now() - since);
    if (drawn.seen.push(id) === strokes) all.resolve();
  };
  const answers: Promise<unknown>[] = [];
  const started = performance.now();
  for (let n = 0; n < strokes; n++) {
    const op = stroke(surfaceId);
    drawn.sent.push(op.id);
    sentAt.set(op.id, performance.now());
    answers.push(from.request('annotation.add', op).then(() => drawn.acknowledged++));
    await sleep(Math.max(0, started + ((n + 1) * 1_000) / perSecond - performance.now()));
  }
  await Promise.all([...answers, all.promise]);
  to.onEvent = undefined;
  return drawn;
}

function stroke(surfaceId: SurfaceId): LayerOp {
  return {
    op: 'add',
    id: newId(StrokeIdSchema),
    surfaceId,
    body: {
      tool: 'pen',
      color: '#ff3b30',
      width: 0.006,
      points: Array.from({ length: 40 }, (_, i): [number, number, number] => [i / 40, 0.4, i * 8]),
      frame: { width: 1280, height: 720 },
    },
  };
}
