import { expect, it } from 'vitest';
import { CameraAskId, PersonId, newId } from '../../protocol/index.ts';
import type { CameraCommand, EventData, RequestData } from '../../protocol/index.ts';
import { VirtualEnvironment } from '../virtualEnvironment.ts';
import { AskedCamera } from './AskedCamera.ts';
import type { AskedCameraOptions } from './AskedCamera.ts';

const by = { kind: 'person' as const, id: newId(PersonId), name: 'Eva' };

function bench(obey: AskedCameraOptions['obey'] = async () => ({ zoom: 2 })) {
  const environment = new VirtualEnvironment();
  const said: [string, unknown][] = [];
  const questions: (string | undefined)[] = [];
  const done: CameraCommand[] = [];
  let hear: ((data: EventData<'camera.asked'>) => void) | undefined;
  const line = {
    request: async (name: string, data: unknown) => {
      said.push([name, data]);
      return {};
    },
    on: (_name: string, listener: typeof hear) => {
      hear = listener;
      return () => (hear = undefined);
    },
  };
  const camera = new AskedCamera({
    line: line as unknown as AskedCameraOptions['line'],
    environment,
    obey,
    onQuestion: (who) => questions.push(who?.name),
    onDone: (_by, command) => done.push(command),
  });
  const ask = (needsConsent: boolean): RequestData<'camera.answer'>['askId'] => {
    const askId = newId(CameraAskId);
    hear?.({ askId, by, command: { do: 'zoom', zoom: 2 }, needsConsent, expiresInMs: 1_000 });
    return askId;
  };
  return { environment, camera, said, questions, done, ask };
}

it('does nothing before the person allows it, then all that waits', async () => {
  const { environment, camera, said, questions, done, ask } = bench();
  const [first, second] = [ask(true), ask(true)];
  await environment.pass(500);
  expect([said, done]).toEqual([[], []]);
  expect(questions.at(-1)).toBe('Eva');
  await camera.allow();
  await environment.pass(1);
  expect(questions.at(-1)).toBeUndefined();
  expect(said).toEqual([
    ['camera.consent', { consent: 'allowed' }],
    ['camera.answer', { askId: first, outcome: 'done', now: { zoom: 2 } }],
    ['camera.answer', { askId: second, outcome: 'done', now: { zoom: 2 } }],
  ]);
  expect(done).toHaveLength(2);
});

it('drops a question that ran out: a late yes allows, but does nothing late', async () => {
  const { environment, camera, said, questions, done, ask } = bench();
  ask(true);
  await environment.pass(1_001);
  expect(questions.at(-1)).toBeUndefined();
  await camera.allow();
  await environment.pass(1);
  expect([said.length, done]).toEqual([1, []]);
});

it('says not now, forbids, and answers what the camera cannot', async () => {
  const { environment, camera, said, ask } = bench(() => Promise.reject(new Error('no')));
  const denied = ask(true);
  camera.notNow();
  await camera.forbid();
  const failed = ask(false);
  await environment.pass(1);
  expect(said).toEqual([
    ['camera.answer', { askId: denied, outcome: 'denied' }],
    ['camera.consent', { consent: 'forbidden' }],
    ['camera.answer', { askId: failed, outcome: 'failed' }],
  ]);
  camera.close();
  ask(false);
  await environment.pass(1);
  expect([said.length, environment.timers]).toEqual([3, 0]);
});
