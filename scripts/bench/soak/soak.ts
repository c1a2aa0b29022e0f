// `npm run test:soak`: sessions come and go on the real server for hours; fails when anything grows without end.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { root } from '../../bootstrap/root.ts';
import { findWorker } from '../../media-worker/mediaWorker.ts';
import { descriptors, rssKb } from '../procfs.ts';
import type { ProductClass } from '../product/Inspector.ts';
import { Product } from '../product/Product.ts';
import { digits } from '../report.ts';
import { Scope } from '../Scope.ts';
import { findGrowth, type Sample } from './Growth.ts';
import { Visitors } from './Visitors.ts';

const CALLS = 5;
/** Away for so long, somebody who was cut off is gone; then nothing of them may be left. */
const GRACE_MS = 65_000;
const FIRST_HOUR = 1;
const SHARE_OF_SHORT_RUN = 1 / 8;
const LOOKS = 48;
const LEAST_BETWEEN_MS = 10_000;

const classOf = (name: string, file: string): ProductClass => ({
  name,
  file: join(root, 'server', 'src', file),
});

/** What of the product's own objects is alive when everybody has gone: the maps that hold them are as large. */
const classes = [
  classOf('LiveSession', 'sessions/LiveSession.ts'),
  classOf('ParticipantSlot', 'sessions/ParticipantSlot.ts'),
  classOf('Connection', 'sessions/Connection.ts'),
  classOf('AnnotationLog', 'annotations/AnnotationLog.ts'),
  classOf('MediaRoom', 'sfu/MediaRoom.ts'),
  classOf('MediaPeer', 'sfu/MediaPeer.ts'),
];

const worker = findWorker();
if (worker) process.env.MEDIASOUP_WORKER_BIN = worker;
const hours = readHours();
const scope = new Scope();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void scope.close().finally(() => process.exit(1)));
try {
  process.exitCode = await soak(hours);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
await scope.close();
process.exit();

function readHours(): number {
  const { values } = parseArgs({ options: { hours: { type: 'string' }, minutes: { type: 'string' } } });
  const asked = values.minutes === undefined ? Number(values.hours ?? 8) : Number(values.minutes) / 60;
  if (asked > 0) return asked;
  console.error('usage: npm run test:soak -- --hours 8, or --minutes 10');
  process.exit(1);
}

async function soak(length: number): Promise<number> {
  const product = await Product.start(scope);
  const visitors = scope.own(await Visitors.invite(product.office), (invited) => invited.stop());
  console.log(
    `${CALLS} calls at a time for ${digits(length * 60)} minutes on server ${product.pid}, worker ${product.workerPid}`,
  );
  const maps = {
    registry: await product.inspector.hold(classOf('SessionRegistry', 'sessions/SessionRegistry.ts')),
    hub: await product.inspector.hold(classOf('Hub', 'sessions/Hub.ts')),
  };
  const quiet = await product.inspector.count(classes);
  visitors.start(CALLS);

  const since = performance.now();
  const hoursNow = () => (performance.now() - since) / 3_600_000;
  const between = Math.max(LEAST_BETWEEN_MS, (length * 3_600_000) / LOOKS);
  const samples: Sample[] = [];
  while (hoursNow() < length) {
    await sleep(Math.min(between, length * 3_600_000 - (performance.now() - since)));
    const sample = await look(product, maps, hoursNow());
    samples.push(sample);
    tell(sample, visitors.sessions);
  }

  await visitors.stop();
  console.log(`everybody has gone; ${GRACE_MS / 1_000} s until nobody is expected back`);
  await sleep(GRACE_MS);
  tell(await look(product, maps, hoursNow()), visitors.sessions);
  const after = await product.inspector.count(classes);
  return judge(samples, quiet, after, length, visitors);
}

/** Ids of the server's own maps, as the inspector holds them. */
interface Maps {
  registry: string;
  hub: string;
}

function judge(
  samples: Sample[],
  quiet: Record<string, number>,
  after: Record<string, number>,
  length: number,
  visitors: Visitors,
): number {
  const growth = findGrowth(samples, Math.min(FIRST_HOUR, length * SHARE_OF_SHORT_RUN));
  console.log(`\n${visitors.sessions} sessions came and went, ${visitors.failures.length} failed`);
  for (const failure of new Set(visitors.failures)) console.log(`  ${failure}`);
  for (const { name, perHour, grown, allowed, leaks } of growth)
    console.log(
      `${leaks ? 'GROWS ' : 'steady'} ${name}: ${digits(perHour)} per hour, ${digits(grown)} in all, ${digits(allowed)} allowed`,
    );
  console.log(
    `alive when everybody has gone: ${Object.entries(after)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')}`,
  );
  const left = classes.filter(({ name }) => (after[name] ?? 0) > (quiet[name] ?? 0)).map(({ name }) => name);
  if (left.length > 0) console.log(`LEFT when everybody has gone: ${left.join(', ')}`);
  const failed = visitors.failures.length > visitors.sessions / 100;
  const bad = growth.length === 0 || growth.some(({ leaks }) => leaks) || left.length > 0 || failed;
  console.log(bad ? 'FAILED' : 'passed');
  return bad ? 1 : 0;
}

async function look({ inspector, pid, workerPid }: Product, maps: Maps, now: number): Promise<Sample> {
  const { heap, external } = await inspector.memory();
  const resources = Number(await inspector.evaluate('process.getActiveResourcesInfo().length'));
  return {
    hours: now,
    heapMb: heap / 2 ** 20,
    externalMb: external / 2 ** 20,
    rssMb: rssKb(pid) / 1_024,
    workerMb: rssKb(workerPid) / 1_024,
    descriptors: descriptors(pid),
    resources,
    sessions: Number(await inspector.callOn(maps.registry, 'function () { return this.size; }')),
    sockets: Number(await inspector.callOn(maps.hub, 'function () { return this.size; }')),
    participants: Number(
      await inspector.callOn(
        maps.hub,
        'function () { return this.all().filter((one) => one.participation).length; }',
      ),
    ),
  };
}

function tell({ hours: now = 0, ...sample }: Sample, sessions: number): void {
  const numbers = Object.entries(sample).map(([name, value]) => `${name} ${digits(value)}`);
  console.log(`${(now * 60).toFixed(1).padStart(6)} min, ${sessions} sessions: ${numbers.join(', ')}`);
}
