import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreatedInvitation } from '@fernblick/shared/api';
import { can } from '@fernblick/shared/policy';
import type { Action, Principal } from '@fernblick/shared/protocol';
import { InvitationId, newId, OrgId, PersonId, Role } from '@fernblick/shared/protocol';
import type { CaseDoc } from '../store/documents.ts';
import { addCase, addPerson, openOrganisation, password, tokenOf, type Browser } from './fixtures.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const routes: [method: 'GET' | 'POST' | 'PATCH', url: string, action: Action, body?: object][] = [
  ['GET', '/api/people', 'people.read'],
  ['POST', '/api/people', 'people.manage', {}],
  ['PATCH', `/api/people/${id}`, 'people.manage', {}],
  ['POST', `/api/people/${id}/link`, 'people.manage'],
  ['GET', '/api/groups', 'people.read'],
  ['PATCH', `/api/groups/${id}`, 'people.manage', {}],
  ['POST', '/api/groups', 'people.manage', {}],
  ['POST', `/api/groups/${id}/remove`, 'people.manage'],
  ['POST', '/api/onboarding', 'org.manage', { step: 'lunch', as: 'done' }],
  ['PATCH', '/api/org', 'org.manage', { retentionYears: 99 }],
  ['GET', '/api/audit', 'audit.read'],
  ['POST', '/api/cases/CASE/invitations', 'case.invite', {}],
  ['GET', '/api/cases/CASE/invitations', 'case.invite'],
  ['POST', `/api/invitations/${id}/revoke`, 'case.invite'],
];

describe('rights', () => {
  let world: Awaited<ReturnType<typeof openOrganisation>>;
  let about: CaseDoc;
  let invitationId: InvitationId;
  const askers: { browser: Browser; principal: Principal }[] = [];

  beforeAll(async () => {
    world = await openOrganisation();
    about = await addCase(world, world.me.principal);
    for (const role of Role.options) {
      const { browser, me } = await addPerson(world, role, role);
      askers.push({ browser, principal: me.principal });
    }
    invitationId = newId(InvitationId);
    const data = { id: invitationId, use: 'single', minutes: 60 };
    const { json } = await world.admin.ask('POST', `/api/cases/${about.id}/invitations`, data);
    const guest = world.browser();
    const token = tokenOf(CreatedInvitation.parse(json).link);
    await guest.ask('POST', '/api/invitations/redeem', { token, name: 'Gus' });
    const principal = await world.authenticator.guest(guest.cookieHeader);
    if (principal) askers.push({ browser: guest, principal });
    expect(askers).toHaveLength(5);
  });
  afterAll(() => world.close());

  it.each(routes)('%s %s is for those who may %s', async (method, url, action, body) => {
    const path = url.replace('CASE', about.id);
    expect((await world.browser().ask(method, path, body)).code).toBe('NOT_SIGNED_IN');
    for (const { browser, principal } of askers) {
      const members = about.members.map((member) => member.id);
      const allowed = can(principal, action, { orgId: about.orgId, caseId: about.id, members });
      const { code, status } = await browser.ask(method, path, body);
      // Whoever is allowed gets as far as the data, which are wrong in every change here.
      if (allowed) expect(method === 'GET' ? status : code).toBeOneOf([200, 'BAD_DATA', 'NOT_FOUND']);
      else expect(code).toBe('FORBIDDEN');
    }
  });

  it('end at the organisation: nothing of another one is there', async () => {
    const stranger = await addStranger();
    const expert = askers.find(({ principal }) => principal.kind === 'person')?.principal.id ?? '';
    const [group] = await world.store.groups.list(about.orgId);
    const requests: [method: 'GET' | 'POST' | 'PATCH', url: string, code: string, body?: object][] = [
      ['GET', `/api/cases/${about.id}/invitations`, 'CASE_NOT_FOUND'],
      [
        'POST',
        `/api/cases/${about.id}/invitations`,
        'CASE_NOT_FOUND',
        { id: newId(InvitationId), use: 'many', minutes: 60 },
      ],
      ['POST', `/api/invitations/${invitationId}/revoke`, 'NOT_FOUND'],
      ['POST', `/api/people/${expert}/link`, 'NOT_FOUND'],
      ['PATCH', `/api/people/${expert}`, 'NOT_FOUND', { version: 1, active: false }],
      ['PATCH', `/api/groups/${group?.id ?? ''}`, 'NOT_FOUND', { version: 1, name: 'Mine' }],
      ['POST', `/api/groups/${group?.id ?? ''}/remove`, 'NOT_FOUND'],
      ['POST', '/api/groups', 'ID_CONFLICT', { id: group?.id, name: 'Mine' }],
    ];
    for (const [method, url, code, body] of requests) {
      expect([url, (await stranger.ask(method, url, body)).code]).toEqual([url, code]);
    }
    expect((await stranger.ask('GET', '/api/people')).json).toMatchObject({ people: [{ name: 'Zoe' }] });
    expect((await stranger.ask('GET', '/api/groups')).json).toEqual({ groups: [] });
  });

  async function addStranger(): Promise<Browser> {
    const orgId = newId(OrgId);
    const settings = { ...world.me.org, name: 'Others' };
    await world.store.orgs.create({ id: orgId, orgId, createdAt: Date.now(), demo: false, settings });
    const zoe = { id: newId(PersonId), orgId, name: 'Zoe', email: 'zoe@example.net' };
    const state = { role: 'admin' as const, state: 'active' as const, createdAt: Date.now(), demo: false };
    await world.store.people.create({ ...zoe, ...state });
    await world.authenticator.signIns.setPassword(zoe, password);
    const browser = world.browser('192.0.2.9');
    await browser.ask('POST', '/api/sign-in', { email: zoe.email, password });
    return browser;
  }
});
