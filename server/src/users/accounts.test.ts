import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Me } from '@fernblick/shared/api';
import { FernblickError } from '@fernblick/shared/protocol';
import { AttemptLimits } from './AttemptLimits.ts';
import { readAuthSecret } from './authSecret.ts';
import {
  firstAdmin,
  openOrganisation,
  openWorld,
  password,
  publicUrl,
  tokenOf,
  type World,
} from './fixtures.ts';
import { ensureSetupLink } from './setupLink.ts';

const credentials = { email: firstAdmin.email, password };

describe('setup', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  it('makes one organisation, however many open the link at once', async () => {
    const token = tokenOf(await ensureSetupLink(world.store));
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        world.browser().ask('POST', '/api/setup', { ...firstAdmin, token, email: `a${index}@example.com` }),
      ),
    );
    expect(answers.map(({ code }) => code).sort()).toEqual([
      ...Array<string>(11).fill('LINK_INVALID'),
      undefined,
    ]);
    const org = await world.store.orgs.first();
    if (!org) throw new Error('no organisation');
    const people = await world.store.people.list(org.id);
    expect(people.map(({ role, state }) => [role, state])).toEqual([['admin', 'active']]);
    const [group] = await world.store.groups.list(org.id);
    expect(group).toMatchObject({ name: 'Service', memberIds: [people[0]?.id] });
    expect(await ensureSetupLink(world.store)).toBeUndefined();
  });

  it('can be done again after it broke off, with other words', async () => {
    const token = tokenOf(await ensureSetupLink(world.store));
    vi.spyOn(world.store.orgs, 'create').mockRejectedValueOnce(new FernblickError('DISK_FULL'));
    const browser = world.browser();
    expect((await browser.ask('POST', '/api/setup', { ...firstAdmin, token })).code).toBe('DISK_FULL');

    // A restart makes another link; what was begun is finished.
    const next = tokenOf(await ensureSetupLink(world.store));
    expect((await browser.ask('POST', '/api/setup', { ...firstAdmin, token })).code).toBe('LINK_INVALID');
    const other = { ...firstAdmin, token: next, name: 'Bea', email: 'bea@example.com' };
    expect(Me.parse((await browser.ask('POST', '/api/setup', other)).json).principal.name).toBe('Bea');
    const org = await world.store.orgs.first();
    expect(org && (await world.store.people.list(org.id)).map(({ email }) => email)).toEqual([
      'bea@example.com',
    ]);
    expect((await world.browser().ask('POST', '/api/sign-in', credentials)).code).toBe('SIGN_IN_FAILED');
  });

  it('refuses a password that is the name with something behind it, and keeps the link', async () => {
    const token = tokenOf(await ensureSetupLink(world.store));
    const weak = { ...firstAdmin, token, password: 'ada@example.com1' };
    expect((await world.browser().ask('POST', '/api/setup', weak)).code).toBe('PASSWORD_WEAK');
    expect((await world.browser().ask('POST', '/api/setup', { ...firstAdmin, token })).status).toBe(200);
  });
});

describe('sign-in', () => {
  let world: Awaited<ReturnType<typeof openOrganisation>>;
  beforeEach(async () => {
    world = await openOrganisation();
  });
  afterEach(() => world.close());

  it('keeps the sign-in where no script and no other site gets it, and the password as argon2id', async () => {
    const { setCookies, json } = await world.browser().ask('POST', '/api/sign-in', credentials);
    expect(Me.parse(json)).toMatchObject({ email: firstAdmin.email, org: { name: firstAdmin.orgName } });
    expect(setCookies).toHaveLength(1);
    expect(setCookies[0]).toMatch(/^__Secure-fernblick\.session_token=.*HttpOnly.*Secure.*SameSite=Lax/);
    const [account] = await world.store.accounts.find('account', []);
    expect(account?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('begins anew each time: what the device had before is worth nothing', async () => {
    const before = world.admin.cookieHeader;
    await world.admin.ask('POST', '/api/sign-in', credentials);
    expect(await world.authenticator.person(before)).toBeUndefined();
    expect(await world.authenticator.person(world.admin.cookieHeader)).toEqual(world.me.principal);
  });

  it('believes no cookie with another signature', async () => {
    const header = world.admin.cookieHeader;
    const forged = header.replace(/\.[^.]*$/, `.${encodeURIComponent(`${'A'.repeat(43)}=`)}`);
    expect(await world.authenticator.person(forged)).toBeUndefined();
  });

  it('does not say that it ended when it did not', async () => {
    vi.spyOn(world.store.accounts, 'remove').mockRejectedValue(new FernblickError('STORE_UNAVAILABLE'));
    expect((await world.admin.ask('POST', '/api/sign-out', { everywhere: false })).code).toBe(
      'STORE_UNAVAILABLE',
    );
  });

  it('ends on this device, or everywhere', async () => {
    const [one, two] = [world.browser(), world.browser()];
    for (const browser of [one, two]) await browser.ask('POST', '/api/sign-in', credentials);
    const header = one.cookieHeader;
    await one.ask('POST', '/api/sign-out', { everywhere: false });
    expect(one.cookieHeader).not.toContain('session_token');
    expect(await world.authenticator.person(header)).toBeUndefined();
    expect((await two.ask('GET', '/api/me')).status).toBe(200);

    await two.ask('POST', '/api/sign-out', { everywhere: true });
    expect((await world.admin.ask('GET', '/api/me')).code).toBe('NOT_SIGNED_IN');
    expect(world.expelled).toEqual([world.me.principal.id]);
  });

  it('signs out every other device with another password', async () => {
    const other = world.browser();
    await other.ask('POST', '/api/sign-in', credentials);
    const next = { current: password, password: 'quite another one' };
    const wrong = { ...next, current: 'not this one' };
    expect((await world.admin.ask('PATCH', '/api/me/password', wrong)).code).toBe('SIGN_IN_FAILED');
    expect(world.expelled).toEqual([]);
    expect((await world.admin.ask('PATCH', '/api/me/password', next)).status).toBe(200);
    await expect.poll(() => world.expelled).toEqual([world.me.principal.id]);
    expect((await world.admin.ask('GET', '/api/me')).status).toBe(200);
    expect((await other.ask('GET', '/api/me')).code).toBe('NOT_SIGNED_IN');
    expect((await other.ask('POST', '/api/sign-in', credentials)).code).toBe('SIGN_IN_FAILED');
  });

  it('stops guessing, also many at once and from many addresses, and writes it down without the password', async () => {
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, index) =>
        world
          .browser(`198.51.100.${index}`)
          .ask('POST', '/api/sign-in', { ...credentials, password: `secret guess ${index}` }),
      ),
    );
    const codes = answers.map(({ code }) => code);
    expect(codes.filter((code) => code === 'SIGN_IN_FAILED')).toHaveLength(10);
    expect(codes.filter((code) => code === 'TOO_FAST')).toHaveLength(4);
    const { json } = await world.browser('198.51.100.99').ask('POST', '/api/sign-in', credentials);
    expect(json).toHaveProperty('details.retryAfter');
    // Who is signed in already is not locked out.
    const audit = JSON.stringify((await world.admin.ask('GET', '/api/audit')).json);
    expect(audit.match(/person\.signInFailed/g)).toHaveLength(10);
    expect(audit).not.toContain('secret guess');
  });

  it('is the same for an address that nobody has', async () => {
    const unknown = { email: 'nobody@example.com', password };
    const { status, json } = await world.browser().ask('POST', '/api/sign-in', unknown);
    const wrong = await world.browser().ask('POST', '/api/sign-in', { ...credentials, password: 'wrong' });
    expect([status, json]).toEqual([wrong.status, wrong.json]);
  });

  it('says that the store is away, not that the password is wrong', async () => {
    vi.spyOn(world.store.accounts, 'find').mockRejectedValue(new FernblickError('STORE_UNAVAILABLE'));
    expect((await world.admin.ask('GET', '/api/me')).code).toBe('STORE_UNAVAILABLE');
    expect((await world.browser().ask('POST', '/api/sign-in', credentials)).code).toBe('STORE_UNAVAILABLE');
  });

  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['another port', { origin: `${publicUrl}:444` }],
  ])('does nothing for a page of %s', async (_, headers) => {
    const { code } = await world.admin.ask('POST', '/api/sign-out', { everywhere: true }, headers);
    expect(code).toBe('BAD_ORIGIN');
    expect((await world.admin.ask('GET', '/api/me', undefined, headers)).status).toBe(200);
  });
});

describe('attempts', () => {
  it('are let in again when the window has moved on', () => {
    let now = 0;
    const limits = new AttemptLimits({ max: 2, windowMs: 1_000, now: () => now });
    limits.take('a');
    now = 600;
    limits.take('a');
    expect(() => limits.take('a')).toThrow(FernblickError);
    limits.take('b');
    now = 1_000;
    limits.take('a');
    limits.forgive('a');
    limits.take('a');
    expect(() => limits.take('a')).toThrow(FernblickError);
  });
});

describe('the secret', () => {
  it('is made once, even by two at the same time, for the server alone', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'fernblick-secret-'));
    try {
      const [one, two] = await Promise.all([readAuthSecret(dir), readAuthSecret(dir)]);
      expect(one).toHaveLength(64);
      expect([two, await readAuthSecret(dir)]).toEqual([one, one]);
      expect((await stat(join(dir, 'auth-secret'))).mode & 0o777).toBe(0o600);
      expect(await readFile(join(dir, 'auth-secret'), 'utf8')).toBe(`${one}\n`);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
