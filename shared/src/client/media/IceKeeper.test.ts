import { beforeEach, expect, test, vi } from 'vitest';
import { FernblickError } from '../../protocol/index.ts';
import { VirtualEnvironment } from '../virtualEnvironment.ts';
import { FakeTransport } from './fakeDevice.ts';
import { DISCONNECTED_MS, IceKeeper } from './IceKeeper.ts';

const iceParameters = { usernameFragment: 'u', password: 'p' };
let environment: VirtualEnvironment;
let transport: FakeTransport;
beforeEach(() => {
  environment = new VirtualEnvironment();
  transport = new FakeTransport('send');
});

function keep(restartIce: () => Promise<{ iceParameters: typeof iceParameters }>) {
  const onHopeless = vi.fn();
  return {
    onHopeless,
    keeper: new IceKeeper(transport.asTransport, { environment, restartIce, onHopeless }),
  };
}

test('a short break heals by itself, one of two seconds restarts ICE, a failure does at once', async () => {
  const ask = vi.fn(() => Promise.resolve({ iceParameters }));
  keep(ask);
  transport.become('connected');
  transport.become('disconnected');
  await environment.pass(DISCONNECTED_MS - 1);
  transport.become('connected');
  await environment.pass(60_000);
  expect(ask).not.toHaveBeenCalled();

  transport.become('disconnected');
  await environment.pass(DISCONNECTED_MS - 1);
  expect(ask).not.toHaveBeenCalled();
  await environment.pass(1);
  expect(ask).toHaveBeenCalledOnce();
  expect(transport.restarts).toEqual([iceParameters]);

  transport.become('connected');
  transport.become('failed');
  await environment.pass(0);
  expect(ask).toHaveBeenCalledTimes(2);
  transport.become('connected');
  await environment.pass(60_000);
  expect(ask).toHaveBeenCalledTimes(2);
  expect(environment.timers).toBe(0);
});

test('restarts that do not help end in new transports, and a lost line does not count', async () => {
  let online = false;
  const { keeper, onHopeless } = keep(() =>
    online ? Promise.resolve({ iceParameters }) : Promise.reject(new FernblickError('OFFLINE', '')),
  );
  transport.become('failed');
  await environment.pass(60_000);
  expect(onHopeless).not.toHaveBeenCalled();
  online = true;
  keeper.check();
  await environment.pass(60_000);
  expect(transport.restarts).toHaveLength(4);
  expect(onHopeless).toHaveBeenCalledOnce();
});

test('a refused restart asks for new transports', async () => {
  const { onHopeless } = keep(() => Promise.reject(new FernblickError('NOT_FOUND', '')));
  transport.become('failed');
  await environment.pass(10_000);
  expect(onHopeless).toHaveBeenCalledOnce();
});

test('closed while the server is asked, nothing is restarted and no timer is left', async () => {
  const answer = Promise.withResolvers<{ iceParameters: typeof iceParameters }>();
  const { keeper } = keep(() => answer.promise);
  transport.become('failed');
  keeper.close();
  answer.resolve({ iceParameters });
  await environment.pass(0);
  transport.become('disconnected');
  await environment.pass(60_000);
  expect(transport.restarts).toEqual([]);
  expect(environment.timers).toBe(0);
});
