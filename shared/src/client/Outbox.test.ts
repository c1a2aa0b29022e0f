import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClientMessage, OrgId, PersonId, StrokeId, SurfaceId, newId, requests } from '../protocol/index.ts';
import { Outbox } from './Outbox.ts';
import { SignalClient } from './SignalClient.ts';
import { VirtualEnvironment } from './virtualEnvironment.ts';

const surfaceId = newId(SurfaceId);
const principal = { kind: 'person', id: newId(PersonId), orgId: newId(OrgId), name: 'Eva', role: 'expert' };

/** What can go wrong with one message that reached the server. */
type Fate = 'fine' | 'lostOnTheWay' | 'answerLost' | 'slow' | 'tooFast' | 'storeDown' | 'storedLate';

/** A server that knows what it has by id, as ours does, in front of a line that breaks as told. */
function makeModel(fates: Fate[]) {
  const environment = new VirtualEnvironment();
  const log: string[] = [];
  const acknowledged: string[] = [];
  const received: string[] = [];
  const client = new SignalClient({ as: 'person', url: 'wss://desk.test/ws', environment });
  const outbox = new Outbox({
    environment,
    send: (item) =>
      item.name === 'chat.send' ? client.request(item.name, item.data) : client.request(item.name, item.data),
    onAcknowledged: (item) => {
      if (item.name === 'annotation.add') acknowledged.push(item.data.id);
    },
    onRejected: (_item, error) => {
      throw error;
    },
  });
  environment.onConnect = (end) => {
    end.onMessage = (text) => {
      const message = ClientMessage.parse(JSON.parse(text));
      if (message.t === 'ping') {
        end.send({ t: 'pong' });
        return;
      }
      const reply = (data: object) => {
        end.send({ t: 'res', id: message.id, ok: true, data });
      };
      if (message.name === 'hello') {
        reply({ protocolVersion: 1, principal, serverTime: 0 });
        return;
      }
      const fate = fates.shift() ?? 'fine';
      if (fate === 'lostOnTheWay') {
        end.cut();
        return;
      }
      if (fate === 'tooFast' || fate === 'storeDown') {
        const code = fate === 'tooFast' ? 'TOO_FAST' : 'STORE_UNAVAILABLE';
        end.send({ t: 'res', id: message.id, ok: false, error: { code, message: '' } });
        return;
      }
      const { id } = requests['annotation.add'].data.parse(message.data);
      received.push(id);
      if (!log.includes(id)) log.push(id);
      const seq = log.indexOf(id) + 1;
      // Numbered and shown at once, stored and acknowledged only when the store is back.
      if (fate === 'storedLate') outbox.numbered(id);
      if (fate === 'answerLost') end.cut();
      else if (fate === 'slow' || fate === 'storedLate')
        environment.setTimer(() => {
          reply({ seq });
        }, 700);
      else reply({ seq });
    };
    end.accept();
  };
  client.onGreeted(() => {
    outbox.resume();
  });
  client.subscribe((state) => {
    if (state !== 'open') outbox.pause();
  });
  const draw = () => {
    const id = newId(StrokeId);
    outbox.add({ name: 'annotation.add', data: { op: 'clear', scope: 'mine', id, surfaceId } });
    return id;
  };
  return { environment, client, outbox, log, acknowledged, received, draw };
}

test('what was not acknowledged is sent again once, in order, after the line came back', async () => {
  const { environment, client, draw, log, received, outbox } = makeModel(['fine', 'answerLost']);
  client.start();
  await environment.pass(10);
  const drawn = [draw(), draw(), draw()];
  await environment.pass(2_000);
  drawn.push(draw());
  await environment.pass(10);
  expect(log).toEqual(drawn);
  expect(received).toEqual([drawn[0], drawn[1], drawn[1], drawn[2], drawn[3]]);
  expect(outbox.items).toEqual([]);
  client.stop();
});

test('nothing is sent without a line, and all of it at the pace the server allows', async () => {
  const { environment, client, draw, received, log } = makeModel([]);
  const drawn = Array.from({ length: 200 }, draw);
  expect(received).toEqual([]);
  client.start();
  await environment.pass(10);
  expect(received.length).toBeGreaterThan(40);
  expect(received.length).toBeLessThanOrEqual(requests['annotation.add'].rate.burst);
  await environment.pass(30_000);
  expect(log).toEqual(drawn);
  expect(received).toHaveLength(200);
  client.stop();
});

test('while the store is away strokes go on being shown, and messages do not hold them up', async () => {
  const { environment, client, draw, received, outbox } = makeModel(['storedLate', 'storedLate', 'fine']);
  client.start();
  await environment.pass(10);
  const drawn = [draw(), draw()];
  await environment.pass(10);
  expect(received).toEqual(drawn);
  expect(outbox.items).toHaveLength(2);
  await environment.pass(2_000);
  expect(outbox.items).toEqual([]);
  expect(received).toEqual(drawn);
  client.stop();
});

test('however the line breaks and the server refuses for a moment, everything arrives once and in order', async () => {
  const fate = fc.constantFrom<Fate>(
    'fine',
    'fine',
    'lostOnTheWay',
    'answerLost',
    'slow',
    'tooFast',
    'storeDown',
    'storedLate',
  );
  const step = fc.record({
    strokes: fc.integer({ min: 0, max: 4 }),
    wait: fc.integer({ min: 0, max: 900 }),
    cut: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fate, { maxLength: 30 }),
      fc.array(step, { minLength: 1, maxLength: 12 }),
      async (fates, steps) => {
        const { environment, client, draw, log, acknowledged, outbox } = makeModel([...fates]);
        const drawn: string[] = [];
        client.start();
        for (const { strokes, wait, cut } of steps) {
          for (let count = 0; count < strokes; count++) drawn.push(draw());
          if (cut) environment.sockets.at(-1)?.cut();
          await environment.pass(wait);
        }
        await environment.pass(300_000);
        expect(outbox.items).toEqual([]);
        expect(log).toEqual(drawn);
        expect(acknowledged.toSorted()).toEqual(drawn.toSorted());
        client.stop();
        expect(environment.timers).toBe(0);
      },
    ),
    { numRuns: 150, seed: 4 },
  );
});
