import { afterEach, beforeEach, expect, it } from 'vitest';
import { GroupList, GroupView, Me } from '@fernblick/shared/api';
import { GroupId, newId } from '@fernblick/shared/protocol';
import { addPerson, openOrganisation } from './fixtures.ts';

let world: Awaited<ReturnType<typeof openOrganisation>>;
beforeEach(async () => {
  world = await openOrganisation();
});
afterEach(() => world.close());

const groups = async () => GroupList.parse((await world.admin.ask('GET', '/api/groups')).json).groups;

it('groups are made, once however often it is asked, renamed and taken away; the last one stays', async () => {
  const eva = await addPerson(world, 'Eva', 'expert');
  const tom = await addPerson(world, 'Tom', 'technician');
  const night = { id: newId(GroupId), name: ' Night shift ', memberIds: [eva.id] };
  const made = GroupView.parse((await world.admin.ask('POST', '/api/groups', night)).json);
  expect(made).toMatchObject({ name: 'Night shift', members: [{ name: 'Eva' }] });
  expect((await world.admin.ask('POST', '/api/groups', night)).json).toEqual(made);
  expect((await world.admin.ask('POST', '/api/groups', { ...night, name: 'Other' })).code).toBe(
    'ID_CONFLICT',
  );
  // Technicians answer no calls.
  const wrong = { id: newId(GroupId), name: 'Field', memberIds: [tom.id] };
  expect((await world.admin.ask('POST', '/api/groups', wrong)).code).toBe('BAD_DATA');
  const renamed = await world.admin.ask('PATCH', `/api/groups/${made.id}`, { version: 1, name: 'Nights' });
  expect(renamed.json).toMatchObject({ name: 'Nights', version: 2 });
  expect((await groups()).map(({ name }) => name)).toEqual(['Nights', 'Service']);

  const [, service] = await groups();
  expect((await world.admin.ask('POST', `/api/groups/${made.id}/remove`)).status).toBe(200);
  expect((await world.admin.ask('POST', `/api/groups/${made.id}/remove`)).status).toBe(200);
  expect((await groups()).map(({ name }) => name)).toEqual(['Service']);
  const late = await world.admin.ask('PATCH', `/api/groups/${made.id}`, { version: 3, name: 'Back' });
  expect(late.code).toBe('NOT_FOUND');
  expect((await world.admin.ask('POST', `/api/groups/${service?.id ?? ''}/remove`)).code).toBe('LAST_GROUP');
});

it('the first steps are kept with the organisation, and its settings leave them alone', async () => {
  const me = async () => Me.parse((await world.admin.ask('GET', '/api/me')).json).org.onboarding;
  expect(await me()).toEqual({ done: [], skipped: [], finished: false });
  await world.admin.ask('POST', '/api/onboarding', { step: 'people', as: 'skipped' });
  await world.admin.ask('POST', '/api/onboarding', { step: 'organisation', as: 'done' });
  await world.admin.ask('POST', '/api/onboarding', { step: 'organisation', as: 'skipped' });
  const so = { done: ['organisation'], skipped: ['people'], finished: false };
  expect(await me()).toEqual(so);
  const forged = { onboarding: { done: [], skipped: [], finished: true }, language: 'de' };
  expect((await world.admin.ask('PATCH', '/api/org', forged)).json).toMatchObject({
    onboarding: so,
    language: 'de',
  });
  await world.admin.ask('POST', '/api/onboarding', { step: 'people', as: 'done' });
  await world.admin.ask('POST', '/api/onboarding', { finished: true });
  expect(await me()).toEqual({ done: ['organisation', 'people'], skipped: [], finished: true });
});
