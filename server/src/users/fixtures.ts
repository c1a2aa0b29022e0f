import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { InvitedPerson, Me } from '@fernblick/shared/api';
import { CaseId, newId, type Principal, type Role } from '@fernblick/shared/protocol';
import { createCase } from '../cases/createCase.ts';
import { errors } from '../plugins/errors.ts';
import type { CaseDoc } from '../store/documents.ts';
import { openStore } from '../store/openStore.ts';
import type { Store } from '../store/Store.ts';
import { Authenticator } from './Authenticator.ts';
import { authPlugin } from './authPlugin.ts';
import { userRoutes } from './routes.ts';
import { ensureSetupLink } from './setupLink.ts';

export const publicUrl = 'https://service.example.com';
export const password = 'correct horse battery';

/** A browser: keeps its cookies, and says which page asks. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #http: FastifyInstance;
  readonly #ip: string;

  constructor(http: FastifyInstance, ip = '192.0.2.1') {
    this.#http = http;
    this.#ip = ip;
  }

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async ask(
    method: 'GET' | 'POST' | 'PATCH',
    url: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; json: unknown; code: string | undefined; setCookies: string[] }> {
    const options: InjectOptions = {
      method,
      url,
      remoteAddress: this.#ip,
      headers: { origin: publicUrl, cookie: this.cookieHeader, ...headers },
      ...(body && { payload: body }),
    };
    const response = await this.#http.inject(options);
    const setCookies = [response.headers['set-cookie'] ?? []].flat();
    for (const cookie of response.cookies) {
      if (cookie.maxAge === 0) this.cookies.delete(cookie.name);
      else this.cookies.set(cookie.name, encodeURIComponent(cookie.value));
    }
    const json: unknown = response.json();
    const code = json && typeof json === 'object' && 'code' in json ? String(json.code) : undefined;
    return { status: response.statusCode, json, code, setCookies };
  }
}

export interface World {
  http: FastifyInstance;
  store: Store;
  authenticator: Authenticator;
  /** Whom the sockets were taken from, in order. */
  expelled: string[];
  /** UTC milliseconds that pass in tests beside the real ones. */
  clock: { skew: number };
  browser(ip?: string): Browser;
  close(): Promise<void>;
}

/** The real store and routes, without sockets. */
export async function openWorld(): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fernblick-users-'));
  const { store, blobs } = await openStore({ dataDir });
  const clock = { skew: 0 };
  const now = () => Date.now() + clock.skew;
  const log = { error: () => undefined, warn: () => undefined };
  const authenticator = new Authenticator({ store, secret: 's'.repeat(40), publicUrl, log, now });
  const expelled: string[] = [];
  const http = Fastify();
  http.setValidatorCompiler(validatorCompiler);
  http.setSerializerCompiler(serializerCompiler);
  await http.register(errors);
  await http.register(authPlugin, { authenticator, publicUrl });
  await http.register(userRoutes, {
    store,
    authenticator,
    publicUrl,
    presence: { isOnline: () => false },
    access: { expel: (id) => void expelled.push(id) },
    news,
    log,
    now,
  });
  return {
    http,
    store,
    authenticator,
    expelled,
    clock,
    browser: (ip) => new Browser(http, ip),
    close: async () => {
      await http.close();
      await store.close();
      await blobs.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

const news = { entryAppended: () => undefined, caseChanged: () => undefined };

/** The token in a link's fragment. */
export const tokenOf = (link = '') => link.slice(link.indexOf('#') + 1);

/** A world that is set up, with its admin signed in. */
export async function openOrganisation(): Promise<World & { admin: Browser; me: Me }> {
  const world = await openWorld();
  const admin = world.browser();
  const { json } = await admin.ask('POST', '/api/setup', {
    token: tokenOf(await ensureSetupLink(world.store)),
    ...firstAdmin,
  });
  return { ...world, admin, me: Me.parse(json) };
}

export const firstAdmin = { orgName: 'Acme Pumps', name: 'Ada', email: 'ada@example.com', password };

/** Invites somebody and opens their link. */
export async function addPerson(world: World & { admin: Browser }, name: string, role: Role) {
  const data = { name, email: `${name.toLowerCase()}@example.com`, role };
  const invited = InvitedPerson.parse((await world.admin.ask('POST', '/api/people', data)).json);
  const browser = world.browser();
  const { json } = await browser.ask('POST', '/api/activation', { token: tokenOf(invited.link), password });
  return { browser, me: Me.parse(json), id: invited.person.id };
}

export function addCase(world: World, creator: Principal): Promise<CaseDoc> {
  const data = { id: newId(CaseId), title: 'Pump leaks', asset: 'P-101', customer: 'Works' };
  return createCase({ store: world.store, news }, creator, data);
}
