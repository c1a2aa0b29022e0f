import { once } from 'node:events';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { Child } from '../Child.ts';
import { rssKb } from '../procfs.ts';
import { Product } from '../product/Product.ts';
import { SignalLine } from '../product/SignalLine.ts';
import type { Row } from '../Row.ts';
import type { Scope } from '../Scope.ts';
import type { Figure } from './Figure.ts';

const SOCKETS = 1_000;
const SESSIONS = 60;
const VIEWERS = 30;

/** Memory that an idle socket, a session and a viewer take, after garbage was collected. */
export const memory: Figure = {
  title: 'Memory per socket, session and viewer',
  timeoutMs: 180_000,
  async measure(scope: Scope): Promise<Row[]> {
    const product = await Product.start(scope);
    const { office } = product;
    const expert = await office.person('Eva Expert', 'expert');
    const look = async () => {
      await product.settle();
      const { heap, external } = await product.inspector.memory();
      return {
        heap: heap / 1_024,
        external: external / 1_024,
        rss: rssKb(product.pid),
        worker: rssKb(product.workerPid),
      };
    };
    const open = async () => scope.own(await SignalLine.greet(office, expert), (line) => line.close());
    const rows: Row[] = [];
    const tell = (
      figure: string,
      count: number,
      before: Awaited<ReturnType<typeof look>>,
      after: typeof before,
    ) => {
      const each = (name: keyof typeof before) => (after[name] - before[name]) / count;
      rows.push({
        figure,
        unit: 'kB heap',
        ours: each('heap'),
        note: `${count} of them; resident ${each('rss').toFixed(1)} kB each in the server, ${each('worker').toFixed(1)} kB in the media worker`,
      });
    };

    // The first ones pay for what all of them share.
    for (let index = 0; index < 20; index++) await open();
    const quiet = await look();
    for (let index = 0; index < SOCKETS; index++) await open();
    const sockets = await look();
    tell('memory per idle socket', SOCKETS, quiet, sockets);
    const bare = await bareSocket(scope);
    const row = rows.at(-1);
    if (row) row.baseline = bare;

    const warm = await open();
    await warm.join(expert, await office.case());
    const beforeSessions = await look();
    const hosts: {
      line: SignalLine;
      joined: Awaited<ReturnType<SignalLine['join']>>;
      caseId: Awaited<ReturnType<typeof office.case>>;
    }[] = [];
    for (let index = 0; index < SESSIONS; index++) {
      const caseId = await office.case();
      const line = await open();
      hosts.push({ line, joined: await line.join(expert, caseId), caseId });
    }
    const sessions = await look();
    tell('memory per session of one', SESSIONS, beforeSessions, sessions);

    const [host] = hosts;
    if (!host) throw new Error('there is no session');
    await host.line.openCamera(host.joined.sendTransport.id);
    const beforeViewers = await look();
    for (let index = 0; index < VIEWERS; index++) await (await open()).join(expert, host.caseId);
    tell('memory per viewer of one camera', VIEWERS, beforeViewers, await look());
    return rows;
  },
};

/** kB of heap per idle socket of the least server. */
async function bareSocket(scope: Scope): Promise<number> {
  const { child, ready } = await Child.start(scope, 'bare/echoServer.ts', z.object({ port: z.number() }));
  const heap = async () =>
    (await child.ask(z.object({ heapUsed: z.number() }), { gc: true })).heapUsed / 1_024;
  const open = async () => {
    const socket = scope.own(new WebSocket(`ws://127.0.0.1:${ready.port}`), (opened) => opened.terminate());
    await once(socket, 'open');
  };
  for (let index = 0; index < 20; index++) await open();
  const before = await heap();
  for (let index = 0; index < SOCKETS; index++) await open();
  return ((await heap()) - before) / SOCKETS;
}
