import { afterEach, beforeEach, expect, test } from 'vitest';
import { OrgSettings, PatchOrgData } from '@fernblick/shared/api';
import type { CameraCommand, CaseId, ParticipantId, Principal } from '@fernblick/shared/protocol';
import { CameraAskId, newId } from '@fernblick/shared/protocol';
import { TestBench, type TestClient } from './fixtures.ts';

let bench: TestBench;
let expert: Principal;
let technician: Principal;
let caseId: CaseId;

beforeEach(async () => {
  bench = await TestBench.open({ camera: { consentMs: 20_000, commandMs: 2_000, restMs: 20_000 } });
  expert = await bench.person('expert', 'Eva Expert');
  caseId = await bench.case(expert);
  technician = bench.guest('Toni Technik', caseId);
});
afterEach(() => bench.close());

const can = { torch: true, zoom: { min: 1, max: 8, step: 0.1 }, switch: true };
const zoom = (to: number): CameraCommand => ({ do: 'zoom', zoom: to });
const hasCode = (code: string): unknown => expect.objectContaining({ code });

async function join(principal: Principal) {
  const client = await bench.connect(principal);
  const reply = await client.request('session.join', bench.joinData(caseId));
  return { client, reply, id: reply.participant.id };
}

async function both() {
  const device = await join(technician);
  const desk = await join(expert);
  await device.client.request('camera.report', { can, now: { zoom: 1, torch: false } });
  return { device, desk };
}

function ask(client: TestClient, participantId: ParticipantId, command: CameraCommand = zoom(3)) {
  const askId = newId(CameraAskId);
  const answer = client.request('camera.ask', { askId, participantId, command });
  // Looked at later.
  answer.catch(() => undefined);
  return { askId, answer };
}

const audited = async () => {
  const { items } = await bench.services.store.audit.list(bench.org, { limit: 100 });
  return items.map(({ action, detail }) => [action, detail]);
};

test('asks the person once, then answers with how the camera is set, and is logged', async () => {
  const { device, desk } = await both();
  const first = ask(desk.client, device.id);
  const asked = await device.client.event('camera.asked');
  expect(asked).toMatchObject({ askId: first.askId, needsConsent: true, by: { name: 'Eva Expert' } });
  await device.client.request('camera.consent', { consent: 'allowed' });
  await device.client.request('camera.answer', {
    askId: first.askId,
    outcome: 'done',
    now: { zoom: 2.9, torch: false },
  });
  expect(await first.answer).toEqual({ now: { zoom: 2.9, torch: false } });

  const second = ask(desk.client, device.id, { do: 'torch', on: true });
  const again = await device.client.event('camera.asked', ({ askId }) => askId === second.askId);
  expect(again.needsConsent).toBe(false);
  await device.client.request('camera.answer', {
    askId: second.askId,
    outcome: 'done',
    now: { zoom: 2.9, torch: true },
  });
  await second.answer;
  const changed = await desk.client.event('camera.changed', ({ camera }) => camera.now.torch === true);
  expect(changed).toMatchObject({
    camera: { participantId: device.id, consent: 'allowed', now: { zoom: 2.9 } },
    by: { name: 'Eva Expert' },
    command: { do: 'torch', on: true },
  });
  expect(await audited()).toEqual(
    expect.arrayContaining([
      ['camera.consent', 'allowed'],
      ['camera.ask', 'zoom 3, Toni Technik'],
      ['camera.ask', 'light on, Toni Technik'],
    ]),
  );
  await bench.registry.bySession(device.reply.sessionId)?.events.settled();
  const events = await bench.services.store.sessions.listEvents(device.reply.sessionId);
  const stored = events.filter(({ name }) => name === 'camera.changed');
  expect(stored.at(-1)?.data).toMatchObject({ command: { do: 'torch', on: true } });

  // Who comes later knows it at once, and the one who comes back is not asked anew.
  const colleague = await join(await bench.person('expert', 'Karl Kollege'));
  expect(colleague.reply.cameras).toMatchObject([{ participantId: device.id, now: { torch: true } }]);
  const reloaded = await join(technician);
  await reloaded.client.request('camera.report', { can, now: {} });
  const view = await desk.client.event(
    'camera.changed',
    ({ camera }) => camera.participantId === reloaded.id,
  );
  expect(view.camera.consent).toBe('allowed');
});

test('without consent nothing is done, whatever the device answers', async () => {
  const { device, desk } = await both();
  const { askId, answer } = ask(desk.client, device.id);
  await device.client.event('camera.asked');
  await device.client.request('camera.answer', { askId, outcome: 'done', now: { zoom: 3 } });
  await expect(answer).rejects.toEqual(hasCode('CAMERA_DENIED'));
  expect(desk.client.of('camera.changed').some(({ camera }) => camera.now.zoom === 3)).toBe(false);
});

test('not now leaves the person in peace for a while; forbidding ends what waits and what comes', async () => {
  const { device, desk } = await both();
  const first = ask(desk.client, device.id);
  await device.client.event('camera.asked');
  await device.client.request('camera.answer', { askId: first.askId, outcome: 'denied' });
  await expect(first.answer).rejects.toEqual(hasCode('CAMERA_DENIED'));
  await expect(ask(desk.client, device.id).answer).rejects.toEqual(hasCode('CAMERA_DENIED'));
  expect(device.client.of('camera.asked')).toHaveLength(1);

  await device.client.request('camera.consent', { consent: 'allowed' });
  const second = ask(desk.client, device.id);
  await device.client.event('camera.asked', ({ askId }) => askId === second.askId);
  await device.client.request('camera.consent', { consent: 'forbidden' });
  await expect(second.answer).rejects.toEqual(hasCode('CAMERA_DENIED'));
  await expect(ask(desk.client, device.id).answer).rejects.toEqual(hasCode('CAMERA_DENIED'));
  expect(device.client.of('camera.asked')).toHaveLength(2);
  const told = await desk.client.event('camera.changed', ({ camera }) => camera.consent === 'forbidden');
  expect(told.camera.participantId).toBe(device.id);
});

test('an asking without an answer times out; late, repeated and foreign answers change nothing', async () => {
  const { device, desk } = await both();
  await device.client.request('camera.consent', { consent: 'allowed' });
  const late = ask(desk.client, device.id);
  await expect(late.answer).rejects.toEqual(hasCode('CAMERA_TIMEOUT'));
  const done = { outcome: 'done' as const, now: { zoom: 7 } };
  await device.client.request('camera.answer', { askId: late.askId, ...done });

  const foreign = ask(desk.client, device.id);
  await device.client.event('camera.asked', ({ askId }) => askId === foreign.askId);
  await desk.client.request('camera.answer', { askId: foreign.askId, ...done });
  await device.client.request('camera.answer', { askId: foreign.askId, outcome: 'done', now: { zoom: 3 } });
  await device.client.request('camera.answer', { askId: foreign.askId, ...done });
  expect(await foreign.answer).toEqual({ now: { zoom: 3 } });
  expect(desk.client.of('camera.changed').some(({ camera }) => camera.now.zoom === 7)).toBe(false);

  const gone = ask(desk.client, device.id);
  await device.client.event('camera.asked', ({ askId }) => askId === gone.askId);
  await device.client.request('session.leave', {});
  await expect(gone.answer).rejects.toEqual(hasCode('NO_CAMERA'));
});

test('only the organisation’s people may ask, only for what the camera can, and only they hear of it', async () => {
  const { device, desk } = await both();
  const other = await join(bench.guest('Gerd Gast', caseId));
  expect(other.reply.cameras).toEqual([]);
  await expect(ask(other.client, device.id).answer).rejects.toEqual(hasCode('FORBIDDEN'));
  await expect(ask(desk.client, device.id, zoom(9)).answer).rejects.toEqual(hasCode('CAMERA_UNABLE'));
  await expect(ask(desk.client, other.id).answer).rejects.toEqual(hasCode('NO_CAMERA'));
  await device.client.request('camera.report', { can: { torch: false, switch: false }, now: {} });
  const torch = ask(desk.client, device.id, { do: 'torch', on: true });
  await expect(torch.answer).rejects.toEqual(hasCode('CAMERA_UNABLE'));
  expect(device.client.of('camera.asked')).toEqual([]);
  await device.client.event('camera.changed', ({ camera }) => !camera.can.torch);
  expect(other.client.of('camera.changed')).toEqual([]);
});

test('the organisation can forbid it for all; a patch of something else keeps that', async () => {
  const base = { name: 'Muster', responsible: '', contact: '', privacyUrl: '', retentionYears: 1 };
  // Settings from before there was such a choice allow asking.
  const old = OrgSettings.parse({ ...base, autoFreeze: false });
  expect(old.cameraControl).toBe('ask');
  expect(PatchOrgData.parse({ retentionYears: 2 })).toEqual({ retentionYears: 2 });
  const settings = { ...old, cameraControl: 'never' as const };
  const org = { id: bench.org, orgId: bench.org, createdAt: 1, demo: false, settings };
  await bench.services.store.orgs.create(org, []);
  const { device, desk } = await both();
  await device.client.request('camera.consent', { consent: 'allowed' });
  await expect(ask(desk.client, device.id).answer).rejects.toEqual(hasCode('CAMERA_DENIED'));
  expect(device.client.of('camera.asked')).toEqual([]);
});
