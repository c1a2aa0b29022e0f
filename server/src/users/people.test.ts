import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GroupList, InvitedPerson, NewLink, PeopleList } from '@fernblick/shared/api';
import type { PersonId } from '@fernblick/shared/protocol';
import { addPerson, openOrganisation, password, tokenOf } from './fixtures.ts';

type Organisation = Awaited<ReturnType<typeof openOrganisation>>;

describe('people', () => {
  let world: Organisation;
  beforeEach(async () => {
    world = await openOrganisation();
  });
  afterEach(() => world.close());

  const personOf = async (id: PersonId) => {
    const person = await world.store.people.get(id);
    if (!person) throw new Error('no such person');
    return person;
  };
  const patch = async (id: PersonId, changes: object) =>
    world.admin.ask('PATCH', `/api/people/${id}`, { version: (await personOf(id)).version, ...changes });
  const rungIds = async () =>
    GroupList.parse((await world.admin.ask('GET', '/api/groups')).json).groups[0]?.members.map(
      ({ id }) => id,
    );

  it('become active by their link, once, and experts are rung from then on', async () => {
    const invite = { name: 'Eva', email: 'Eva@Example.com', role: 'expert' };
    const invited = InvitedPerson.parse((await world.admin.ask('POST', '/api/people', invite)).json);
    expect(invited.person).toMatchObject({ state: 'invited', email: 'eva@example.com' });
    expect(invited.link).toMatch(/^https:\/\/service\.example\.com\/activate#[\w-]{43}$/);
    expect((await world.admin.ask('POST', '/api/people', invite)).code).toBe('EMAIL_TAKEN');
    expect(await rungIds()).not.toContain(invited.person.id);

    const token = tokenOf(invited.link);
    const eva = world.browser();
    for (let times = 0; times < 2; times++) {
      const preview = await eva.ask('POST', '/api/activation/preview', { token });
      expect(preview.json).toEqual({ orgName: 'Acme Pumps', name: 'Eva', email: 'eva@example.com' });
    }
    const answers = await Promise.all(
      ['first of all', 'second of all'].map((password) =>
        world.browser().ask('POST', '/api/activation', { token, password }),
      ),
    );
    expect(answers.map(({ code }) => code).sort()).toEqual(['LINK_INVALID', undefined]);
    const winner = answers[0]?.status === 200 ? 'first of all' : 'second of all';
    const signIn = { email: 'eva@example.com', password: winner };
    expect((await eva.ask('POST', '/api/sign-in', signIn)).status).toBe(200);
    expect(await rungIds()).toContain(invited.person.id);
  });

  it('have links that run out after a week and stop when there is a newer one', async () => {
    const invite = { name: 'Eva', email: 'eva@example.com', role: 'expert' };
    const { person, link } = InvitedPerson.parse((await world.admin.ask('POST', '/api/people', invite)).json);
    const newer = NewLink.parse((await world.admin.ask('POST', `/api/people/${person.id}/link`)).json);
    const open = (of: string) =>
      world.browser().ask('POST', '/api/activation/preview', { token: tokenOf(of) });
    expect((await open(link)).code).toBe('LINK_INVALID');
    expect((await open(newer.link)).status).toBe(200);
    world.clock.skew = 7 * 24 * 3_600_000 + 60_000;
    expect((await open(newer.link)).code).toBe('LINK_INVALID');
    const late = { token: tokenOf(newer.link), password };
    expect((await world.browser().ask('POST', '/api/activation', late)).code).toBe('LINK_INVALID');
  });

  it('lose everything at once when they are deactivated, but the name', async () => {
    const eva = await addPerson(world, 'Eva', 'expert');
    const unused = NewLink.parse((await world.admin.ask('POST', `/api/people/${eva.id}/link`)).json);
    world.expelled.length = 0;
    expect((await patch(eva.id, { active: false })).status).toBe(200);

    expect(world.expelled).toEqual([eva.id]);
    expect((await eva.browser.ask('GET', '/api/me')).code).toBe('NOT_SIGNED_IN');
    const signIn = { email: 'eva@example.com', password };
    expect((await eva.browser.ask('POST', '/api/sign-in', signIn)).code).toBe('SIGN_IN_FAILED');
    const token = tokenOf(unused.link);
    expect((await eva.browser.ask('POST', '/api/activation', { token, password })).code).toBe('LINK_INVALID');
    expect((await world.admin.ask('POST', `/api/people/${eva.id}/link`)).code).toBe('NOT_FOUND');
    const { people } = PeopleList.parse((await world.admin.ask('GET', '/api/people')).json);
    expect(people.map(({ name, state }) => [name, state])).toEqual([
      ['Ada', 'active'],
      ['Eva', 'deactivated'],
    ]);

    // Let in again: the old password, but neither the old sign-in nor the old link.
    await patch(eva.id, { active: true });
    expect((await eva.browser.ask('GET', '/api/me')).code).toBe('NOT_SIGNED_IN');
    expect((await eva.browser.ask('POST', '/api/activation/preview', { token })).code).toBe('LINK_INVALID');
    expect((await eva.browser.ask('POST', '/api/sign-in', signIn)).status).toBe(200);
  });

  it('have another role from the next request on', async () => {
    const eva = await addPerson(world, 'Eva', 'expert');
    expect((await eva.browser.ask('GET', '/api/audit')).code).toBe('FORBIDDEN');
    world.expelled.length = 0;
    await patch(eva.id, { role: 'supervisor' });
    expect((await eva.browser.ask('GET', '/api/audit')).status).toBe(200);
    expect(world.expelled).toEqual([eva.id]);
    await patch(eva.id, { role: 'technician' });
    expect(await rungIds()).not.toContain(eva.id);
  });

  it('use a link for a forgotten password, which ends what was signed in', async () => {
    const eva = await addPerson(world, 'Eva', 'expert');
    const { link } = NewLink.parse((await world.admin.ask('POST', `/api/people/${eva.id}/link`)).json);
    expect((await eva.browser.ask('GET', '/api/me')).status).toBe(200);
    const next = { token: tokenOf(link), password: 'something else now' };
    expect((await world.browser().ask('POST', '/api/activation', next)).status).toBe(200);
    expect((await eva.browser.ask('GET', '/api/me')).code).toBe('NOT_SIGNED_IN');
    const old = { email: 'eva@example.com', password };
    expect((await eva.browser.ask('POST', '/api/sign-in', old)).code).toBe('SIGN_IN_FAILED');
  });

  it('always have an admin among them, even when two stop each other at once', async () => {
    const ada = world.me.principal;
    if (ada.kind !== 'person') throw new Error('the admin is a person');
    expect((await patch(ada.id, { active: false })).code).toBe('LAST_ADMIN');
    expect((await patch(ada.id, { role: 'expert' })).code).toBe('LAST_ADMIN');

    const bob = await addPerson(world, 'Bob', 'admin');
    const version = { ada: (await personOf(ada.id)).version, bob: (await personOf(bob.id)).version };
    const answers = await Promise.all([
      world.admin.ask('PATCH', `/api/people/${bob.id}`, { version: version.bob, role: 'expert' }),
      bob.browser.ask('PATCH', `/api/people/${ada.id}`, { version: version.ada, active: false }),
    ]);
    expect(answers.map(({ code }) => code).sort()).toEqual(['LAST_ADMIN', undefined]);
  });

  it('are changed by whoever saw the present version only', async () => {
    const eva = await addPerson(world, 'Eva', 'expert');
    const { version } = await personOf(eva.id);
    const url = `/api/people/${eva.id}`;
    expect((await world.admin.ask('PATCH', url, { version, name: 'Eva B.' })).status).toBe(200);
    expect((await world.admin.ask('PATCH', url, { version, name: 'Eva C.' })).code).toBe('VERSION_CONFLICT');
    expect((await personOf(eva.id)).name).toBe('Eva B.');
  });

  it('can be rung only if they may answer', async () => {
    const tom = await addPerson(world, 'Tom', 'technician');
    const [group] = await world.store.groups.list(world.me.principal.orgId);
    if (!group) throw new Error('no group');
    const ask = (memberIds: string[]) =>
      world.admin.ask('PATCH', `/api/groups/${group.id}`, { version: group.version, memberIds });
    expect((await ask([tom.id])).code).toBe('BAD_DATA');
    expect((await ask([crypto.randomUUID()])).code).toBe('BAD_DATA');
    expect((await ask([])).status).toBe(200);
  });

  it('leave a trace of every change in the audit log', async () => {
    const eva = await addPerson(world, 'Eva', 'expert');
    await patch(eva.id, { role: 'supervisor', active: false });
    await world.admin.ask('PATCH', '/api/org', { retentionYears: 6 });
    const text = JSON.stringify((await world.admin.ask('GET', '/api/audit')).json);
    for (const action of ['org.create', 'org.patch', 'person.create', 'person.activate', 'person.signIn'])
      expect(text).toContain(`"${action}"`);
    for (const action of ['person.setRole', 'person.deactivate']) expect(text).toContain(`"${action}"`);
  });
});
