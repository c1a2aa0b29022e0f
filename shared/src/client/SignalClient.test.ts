import { expect, test } from 'vitest';
import {
  CaseId,
  ClientMessage,
  DEAD_AFTER_MS,
  HEARTBEAT_MS,
  PersonId,
  OrgId,
  newId,
} from '../protocol/index.ts';
import { SignalClient } from './SignalClient.ts';
import type { ServerEnd } from './virtualEnvironment.ts';
import { VirtualEnvironment } from './virtualEnvironment.ts';

const principal = { kind: 'person', id: newId(PersonId), orgId: newId(OrgId), name: 'Eva', role: 'expert' };

interface Line {
  environment: VirtualEnvironment;
  client: SignalClient;
  hellos: unknown[];
  pings: number;
  /** The socket in use. */
  readonly end: ServerEnd;
}

/** A client and a server that answers hello and, while `alive`, ping. */
function makeLine(hello: (data: unknown) => object = () => ({})): Line & { alive: boolean } {
  const environment = new VirtualEnvironment();
  const client = new SignalClient({ as: 'person', url: 'wss://desk.test/ws', environment });
  const line = {
    environment,
    client,
    hellos: [] as unknown[],
    pings: 0,
    alive: true,
    get end() {
      const end = environment.sockets.at(-1);
      if (!end) throw new Error('no socket');
      return end;
    },
  };
  environment.onConnect = (end) => {
    end.onMessage = (text) => {
      const message = ClientMessage.parse(JSON.parse(text));
      if (message.t === 'ping') {
        line.pings++;
        if (line.alive) end.send({ t: 'pong' });
      } else if (message.name === 'hello') {
        line.hellos.push(message.data);
        const answer = hello(message.data);
        if ('code' in answer) end.send({ t: 'res', id: message.id, ok: false, error: answer });
        else
          end.send({
            t: 'res',
            id: message.id,
            ok: true,
            data: { protocolVersion: 1, principal, serverTime: 0, ...answer },
          });
      }
    };
    end.accept();
  };
  return line;
}

function closed(producerId: string, seq: number, epoch = 'e1') {
  return {
    t: 'ev',
    name: 'consumer.closed',
    data: { consumerId: producerId },
    stamp: { epoch, seq, at: 0, t: 0 },
  };
}

test('a silent line is found out, and a new one is made', async () => {
  const line = makeLine();
  line.client.start();
  await line.environment.pass(10);
  expect(line.client.state).toBe('open');

  await line.environment.pass(6 * HEARTBEAT_MS);
  expect(line.client.state).toBe('open');
  expect(line.pings).toBe(6);

  line.alive = false;
  await line.environment.pass(HEARTBEAT_MS + DEAD_AFTER_MS);
  expect(line.environment.sockets.length).toBeGreaterThan(1);
  expect(line.hellos.length).toBeGreaterThan(1);
});

test('waits longer from attempt to attempt, but not when the network comes back', async () => {
  const line = makeLine();
  line.client.start();
  await line.environment.pass(10);
  const { onConnect } = line.environment;
  line.environment.onConnect = (end) => {
    end.cut();
  };
  line.end.cut();
  await line.environment.pass(60_000);
  const attempts = line.environment.sockets.length;
  // Doubling up to 5 s: neither a storm nor a sleep.
  expect(attempts).toBeGreaterThan(12);
  expect(attempts).toBeLessThan(25);
  expect(line.client.state).toBe('waiting');

  line.environment.onConnect = onConnect;
  line.environment.wake();
  await line.environment.pass(2);
  expect(line.client.state).toBe('open');
});

test('a request fails with OFFLINE when its socket is lost, and is not sent again', async () => {
  const line = makeLine();
  line.client.start();
  await line.environment.pass(10);
  const asked = line.client.request('desk.open', {});
  line.end.cut();
  await expect(asked).rejects.toMatchObject({ code: 'OFFLINE' });
  await expect(line.client.request('desk.open', {})).rejects.toMatchObject({ code: 'OFFLINE' });
});

test('a reply that is not what the table says is refused', async () => {
  const line = makeLine();
  line.client.start();
  await line.environment.pass(10);
  const { end } = line;
  end.onMessage = (text) => {
    const message = ClientMessage.parse(JSON.parse(text));
    if (message.t === 'req') end.send({ t: 'res', id: message.id, ok: true, data: { rung: 'everybody' } });
  };
  await expect(line.client.request('call.ring', {})).rejects.toMatchObject({ code: 'BAD_DATA' });
});

test('numbered events are told once and in order, early ones after the reply they belong to', async () => {
  const line = makeLine(() => ({ resumed: true }));
  const seen: string[] = [];
  line.client.on('consumer.closed', ({ consumerId }) => seen.push(consumerId));
  line.client.start();
  await line.environment.pass(10);
  line.end.send(closed('in the reply', 4));
  line.end.send(closed('early', 5));
  expect(seen).toEqual([]);
  line.client.follow({ token: 'x'.repeat(32), epoch: 'e1', seq: 4 });
  line.end.send(closed('next', 6));
  line.end.send(closed('next', 6));
  line.end.send(closed('another life', 9, 'e0'));
  expect(seen).toEqual(['early', 'next']);

  line.end.cut();
  await line.environment.pass(1_000);
  expect(line.hellos.at(-1)).toMatchObject({ resume: { epoch: 'e1', lastSeq: 6 } });
  line.end.send(closed('next', 6));
  line.end.send(closed('missed', 7));
  expect(seen).toEqual(['early', 'next', 'missed']);
});

test.each([
  ['NOT_SIGNED_IN', 'refused'],
  ['VERSION_UNSUPPORTED', 'outdated'],
] as const)('%s ends the attempts', async (code, state) => {
  const line = makeLine(() => ({ code, message: '' }));
  line.client.start();
  const open = line.client.whenOpen();
  await line.environment.pass(60_000);
  await expect(open).rejects.toMatchObject({ code });
  expect(line.client.state).toBe(state);
  expect(line.environment.sockets).toHaveLength(1);
  expect(line.environment.timers).toBe(0);
});

test('goes where it is sent, and home again when that is gone', async () => {
  const hellos = [{ code: 'MOVED', message: '', details: { url: 'wss://b.test/ws' } }];
  const line = makeLine(() => hellos.shift() ?? {});
  line.client.start();
  await line.environment.pass(10);
  expect(line.client.state).toBe('open');
  line.end.cut();
  await line.environment.pass(1_000);
  expect(line.environment.sockets.map(({ url }) => url)).toEqual([
    'wss://desk.test/ws',
    'wss://b.test/ws',
    'wss://desk.test/ws',
  ]);
});

test('the same participant elsewhere ends this line for good', async () => {
  const line = makeLine();
  line.client.start();
  await line.environment.pass(10);
  line.end.cut(4001);
  await line.environment.pass(30_000);
  expect(line.client.state).toBe('displaced');
  expect(line.environment.sockets).toHaveLength(1);
});

test('stop leaves no timer and no socket', async () => {
  const line = makeLine();
  line.client.start();
  await line.environment.pass(10);
  const { end } = line;
  const asked = line.client.request('case.watch', { caseId: newId(CaseId) });
  line.client.stop();
  await expect(asked).rejects.toMatchObject({ code: 'OFFLINE' });
  expect(end.open).toBe(false);
  expect(line.environment.timers).toBe(0);
});

test('an early request follows the greeting without waiting for its answer', async () => {
  const environment = new VirtualEnvironment();
  const client = new SignalClient({ as: 'person', url: 'wss://desk.test/ws', environment });
  const heard: string[] = [];
  let answer: (() => void) | undefined;
  environment.onConnect = (end) => {
    end.onMessage = (text) => {
      const message = ClientMessage.parse(JSON.parse(text));
      if (message.t === 'ping') return;
      heard.push(message.name);
      const { id } = message;
      if (message.name !== 'hello') end.send({ t: 'res', id, ok: true, data: { headSeq: 7 } });
      else
        answer = () => {
          end.send({ t: 'res', id, ok: true, data: { protocolVersion: 1, principal, serverTime: 0 } });
        };
    };
    end.accept();
  };
  client.start();
  await expect(client.request('case.watch', { caseId: newId(CaseId) })).rejects.toThrow('no line');
  const watched = client
    .whenGreeted()
    .then(() => client.requestEarly('case.watch', { caseId: newId(CaseId) }));
  await environment.pass(10);
  expect(heard).toEqual(['hello', 'case.watch']);
  expect(client.state).toBe('connecting');
  answer?.();
  await environment.pass(10);
  expect(await watched).toEqual({ headSeq: 7 });
  expect(client.state).toBe('open');
  client.stop();
  await expect(client.whenGreeted()).rejects.toThrow();
});
