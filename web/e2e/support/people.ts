import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
} from '@playwright/test';
import * as z from 'zod';
import { CaseView, CreatedInvitation, InvitedPerson } from '@fernblick/shared/api';
import type { Role } from '@fernblick/shared/protocol';
import { CaseId, InvitationId, newId } from '@fernblick/shared/protocol';
import type { Server } from './Server.ts';

export const PASSWORD = 'correct horse battery';

/** A person in a browser of their own. */
export interface Someone {
  name: string;
  page: Page;
  context: BrowserContext;
  /** Asks the server as this person; throws on an error. */
  ask<Schema extends z.ZodType>(
    schema: Schema,
    method: string,
    path: string,
    data?: unknown,
  ): Promise<z.infer<Schema>>;
}

export const screens = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  glasses: { viewport: { width: 854, height: 480 } },
} as const;

type Screen = (typeof screens)[keyof typeof screens];

/** An organisation with its people, made over HTTP as the pages do it. */
export class Organisation {
  readonly server: Server;
  /** Of the browsers opened from now on, where they differ: language, colours. */
  browserOptions: BrowserContextOptions = {};
  readonly #browser: Browser;
  readonly #prepare: ((context: BrowserContext) => Promise<void>) | undefined;
  #admin: Someone | undefined;
  #people = 0;

  /** @param prepare done to each new browser before it opens a page */
  constructor(browser: Browser, server: Server, prepare?: (context: BrowserContext) => Promise<void>) {
    this.#browser = browser;
    this.server = server;
    this.#prepare = prepare;
  }

  /** A fresh browser with nobody signed in. */
  async stranger(name: string, screen: Screen = screens.desk): Promise<Someone> {
    const context = await this.#browser.newContext({
      ...screen,
      ignoreHTTPSErrors: true,
      locale: 'en-US',
      baseURL: this.server.url,
      permissions: ['camera', 'microphone'],
      ...this.browserOptions,
    });
    await this.#prepare?.(context);
    const page = await context.newPage();
    return { name, page, context, ask: asker(context.request, this.server.url) };
  }

  /** The first admin; sets the server up when asked for the first time. */
  async admin(): Promise<Someone> {
    if (this.#admin) return this.#admin;
    const admin = await this.stranger('Ada Admin');
    const token = this.server.setupLink.split('#')[1];
    await admin.ask(z.unknown(), 'POST', '/api/setup', {
      token,
      orgName: 'Muster GmbH',
      name: admin.name,
      email: 'ada@example.com',
      password: PASSWORD,
    });
    this.#admin = admin;
    return admin;
  }

  /** Somebody with an account, signed in. */
  async person(name: string, role: Role, screen?: Screen): Promise<Someone> {
    const admin = await this.admin();
    const email = `person${++this.#people}@example.com`;
    const { link } = await admin.ask(InvitedPerson, 'POST', '/api/people', { name, email, role });
    const person = await this.stranger(name, screen);
    await person.ask(z.unknown(), 'POST', '/api/activation', {
      token: link.split('#')[1],
      password: PASSWORD,
    });
    return person;
  }

  async case(title = 'Seal leaks at KP-200'): Promise<CaseView> {
    const admin = await this.admin();
    return admin.ask(CaseView, 'POST', '/api/cases', {
      id: newId(CaseId),
      title,
      asset: 'KP-200, S/N 48213-07',
      customer: 'Wasserwerk Nord',
    });
  }

  async invitation(caseId: string, use: 'single' | 'many' = 'single', minutes = 60) {
    const admin = await this.admin();
    return admin.ask(CreatedInvitation, 'POST', `/api/cases/${caseId}/invitations`, {
      id: newId(InvitationId),
      use,
      minutes,
    });
  }

  /** Opens a link as a guest and joins the call, up to the running camera. */
  async guest(name: string, link: string, screen: Screen = screens.glasses): Promise<Someone> {
    const guest = await this.stranger(name, screen);
    await guest.page.goto(link);
    await guest.page.getByLabel('Your name').fill(name);
    await guest.page.getByRole('button', { name: 'Join call' }).click();
    await expect(guest.page.getByRole('button', { name: 'End call' })).toBeVisible();
    return guest;
  }

  /** Everybody but the admin goes home: no camera and no desk of one test runs on in the next. */
  async sendHome(): Promise<void> {
    for (const context of this.#browser.contexts()) {
      if (context !== this.#admin?.context) await context.close();
    }
  }
}

/** Opens the printed link and fills in what makes the first admin, as a person does. */
export async function setUp(
  { name, page }: Someone,
  server: Server,
  { orgName, email }: { orgName: string; email: string },
): Promise<void> {
  await page.goto(server.setupLink);
  await page.getByLabel('Organisation').fill(orgName);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Start' }).click();
}

function asker(request: APIRequestContext, url: string): Someone['ask'] {
  return async (schema, method, path, data) => {
    const response = await request.fetch(new URL(path, url).href, {
      method,
      headers: { origin: url },
      ...(data !== undefined && { data }),
    });
    const text = await response.text();
    expect(response.ok(), `${method} ${path}: ${text}`).toBe(true);
    return schema.parse(JSON.parse(text));
  };
}
