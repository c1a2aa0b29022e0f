import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CreatedInvitation, InvitationList, RedeemedInvitation } from '@fernblick/shared/api';
import { InvitationId, newId } from '@fernblick/shared/protocol';
import type { CaseDoc } from '../store/documents.ts';
import { addCase, openOrganisation, tokenOf, type Browser } from './fixtures.ts';

const HOUR = 3_600_000;

describe('invitations', () => {
  let world: Awaited<ReturnType<typeof openOrganisation>>;
  let about: CaseDoc;
  beforeEach(async () => {
    world = await openOrganisation();
    about = await addCase(world, world.me.principal);
  });
  afterEach(() => world.close());

  async function invite(use: 'single' | 'many', minutes = 60, id = newId(InvitationId)) {
    const { json } = await world.admin.ask('POST', `/api/cases/${about.id}/invitations`, {
      id,
      use,
      minutes,
    });
    const { link } = CreatedInvitation.parse(json);
    expect(link).toMatch(/^https:\/\/service\.example\.com\/t\/#[\w-]{43}$/);
    return { id, token: tokenOf(link) };
  }
  const redeem = (browser: Browser, token: string, name = 'Gus') =>
    browser.ask('POST', '/api/invitations/redeem', { token, name });
  const preview = (browser: Browser, token: string) =>
    browser.ask('POST', '/api/invitations/preview', { token });
  const listed = async () =>
    InvitationList.parse((await world.admin.ask('GET', `/api/cases/${about.id}/invitations`)).json)
      .invitations;

  it('let one device in, of twenty that come at once, and that one again', async () => {
    const { token } = await invite('single');
    const phones = Array.from({ length: 20 }, () => world.browser());
    // A look, by a person or a chat's link preview, uses nothing up.
    for (const phone of phones.slice(0, 3)) expect((await preview(phone, token)).status).toBe(200);
    const answers = await Promise.all(phones.map((phone, index) => redeem(phone, token, `Guest ${index}`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'INVITATION_USED')).toHaveLength(19);

    const index = answers.findIndex(({ status }) => status === 200);
    const phone = phones[index];
    if (!phone) throw new Error('nobody got in');
    const first = RedeemedInvitation.parse(answers[index]?.json);
    expect((await preview(phone, token)).json).toMatchObject({
      knownAs: first.name,
      caseTitle: 'Pump leaks',
    });
    const again = await redeem(phone, token, 'Another name');
    expect(again.json).toEqual(first);

    const entries = await world.store.timeline.list(about.id, { limit: 100 });
    const changes = entries.flatMap(({ body, visibility }) =>
      body.kind === 'invitation' ? [[body.change, visibility]] : [],
    );
    expect(changes).toEqual([
      ['created', 'internal'],
      ['redeemed', 'internal'],
    ]);
    const members = (await world.store.cases.get(about.id))?.members.map(({ name }) => name);
    expect(members).toEqual(['Ada', first.name]);
    expect((await listed())[0]).toMatchObject({ state: 'used', guests: [{ id: first.guestId }] });
  });

  it('bind to the device that looked, though its first answer got lost', async () => {
    const { token } = await invite('single');
    const phone = world.browser();
    await preview(phone, token);
    const lost = world.browser();
    for (const [name, value] of phone.cookies) lost.cookies.set(name, value);
    const first = RedeemedInvitation.parse((await redeem(lost, token)).json);
    expect(RedeemedInvitation.parse((await redeem(phone, token)).json)).toEqual(first);
    expect(await world.authenticator.guest(phone.cookieHeader)).toMatchObject({ id: first.guestId });
  });

  it('make a guest of each device, with a cookie nobody else gets, for this one case', async () => {
    const { token } = await invite('many');
    const [one, two] = [world.browser(), world.browser()];
    const { setCookies } = await redeem(one, token, 'One');
    expect(setCookies.every((cookie) => /HttpOnly; Secure; SameSite=Strict/.test(cookie))).toBe(true);
    await redeem(two, token, 'Two');
    const guests = [
      await world.authenticator.guest(one.cookieHeader),
      await world.authenticator.guest(two.cookieHeader),
    ];
    expect(guests).toMatchObject([
      { kind: 'guest', name: 'One', caseIds: [about.id] },
      { kind: 'guest', name: 'Two', caseIds: [about.id] },
    ]);
    expect((await one.ask('GET', '/api/me')).json).toMatchObject({ principal: guests[0] });
    expect((await one.ask('GET', '/api/people')).code).toBe('FORBIDDEN');
    const stored = JSON.stringify(await world.store.invitations.listByCase(about.id));
    for (const secret of [token, ...one.cookies.values()]) expect(stored).not.toContain(secret);
  });

  it('ask as the guest when a signed-in device says so', async () => {
    const { token } = await invite('single');
    await redeem(world.admin, token, 'Ada on the phone');
    expect((await world.admin.ask('GET', '/api/me')).json).toMatchObject({ principal: { kind: 'person' } });
    const asGuest = await world.admin.ask('GET', '/api/me', undefined, { 'x-fernblick-as': 'guest' });
    expect(asGuest.json).toMatchObject({ principal: { kind: 'guest', name: 'Ada on the phone' } });
  });

  it('run out for new devices first, and for those inside twelve hours later', async () => {
    const { token } = await invite('many', 60);
    const inside = world.browser();
    await redeem(inside, token);
    world.clock.skew = HOUR;
    expect((await redeem(world.browser(), token)).code).toBe('INVITATION_EXPIRED');
    expect((await preview(world.browser(), token)).code).toBe('INVITATION_EXPIRED');
    expect((await listed())[0]?.state).toBe('expired');
    expect((await redeem(inside, token)).status).toBe(200);
    expect(await world.authenticator.guest(inside.cookieHeader)).toBeDefined();
    world.clock.skew = 13 * HOUR;
    expect(await world.authenticator.guest(inside.cookieHeader)).toBeUndefined();
    expect((await redeem(inside, token)).code).toBe('INVITATION_EXPIRED');
  });

  it('end at once for everybody when revoked', async () => {
    const { id, token } = await invite('many');
    const phone = world.browser();
    const { guestId } = RedeemedInvitation.parse((await redeem(phone, token)).json);
    const { json } = await world.admin.ask('POST', `/api/invitations/${id}/revoke`);
    expect(json).toMatchObject({ state: 'revoked' });
    expect(world.expelled).toContain(guestId);
    expect((await phone.ask('GET', '/api/me')).code).toBe('NOT_SIGNED_IN');
    for (const browser of [phone, world.browser()]) {
      expect((await redeem(browser, token)).code).toBe('INVITATION_REVOKED');
    }
    expect((await world.admin.ask('POST', `/api/invitations/${id}/revoke`)).status).toBe(200);
    const entries = await world.store.timeline.list(about.id, { limit: 100 });
    expect(
      entries.filter(({ body }) => body.kind === 'invitation' && body.change === 'revoked'),
    ).toHaveLength(1);
  });

  it('let nobody in whose guest is made only after it was revoked', async () => {
    const { id, token } = await invite('many');
    const create = world.store.guests.create.bind(world.store.guests);
    vi.spyOn(world.store.guests, 'create').mockImplementationOnce(async (guest) => {
      expect((await world.admin.ask('POST', `/api/invitations/${id}/revoke`)).status).toBe(200);
      return create(guest);
    });
    const phone = world.browser();
    await redeem(phone, token);
    expect(phone.cookieHeader).toContain('fernblick_guest=');
    expect((await phone.ask('GET', '/api/me')).code).toBe('NOT_SIGNED_IN');
  });

  it('asked for again after a lost answer, are the same one with a new link', async () => {
    const first = await invite('single');
    const second = await invite('single', 60, first.id);
    expect(await listed()).toHaveLength(1);
    expect((await redeem(world.browser(), first.token)).code).toBe('INVITATION_INVALID');
    expect((await redeem(world.browser(), second.token)).status).toBe(200);
    const used = { id: first.id, use: 'single', minutes: 60 };
    const { code } = await world.admin.ask('POST', `/api/cases/${about.id}/invitations`, used);
    expect(code).toBe('ID_CONFLICT');
  });

  it('cannot be guessed: an address that tries is stopped, one with a real link is not', async () => {
    const { token } = await invite('many');
    const guess = (index: number) => preview(world.browser('203.0.113.7'), `${index}`.padStart(43, 'x'));
    const codes = await Promise.all(
      Array.from({ length: 70 }, async (_, index) => (await guess(index)).code),
    );
    expect(codes.filter((code) => code === 'INVITATION_INVALID')).toHaveLength(60);
    expect(codes.filter((code) => code === 'TOO_FAST')).toHaveLength(10);
    expect((await preview(world.browser(), token)).status).toBe(200);
  });

  it('are not made for a closed case', async () => {
    await world.store.cases.update(about.id, () => ({ changes: { status: 'closed' } }));
    const data = { id: newId(InvitationId), use: 'single', minutes: 60 };
    const { code } = await world.admin.ask('POST', `/api/cases/${about.id}/invitations`, data);
    expect(code).toBe('CASE_CLOSED');
  });
});
