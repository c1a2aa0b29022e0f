import * as z from 'zod';
import { InvitedPerson } from '@fernblick/shared/api';
import { CaseId, newId, type Role } from '@fernblick/shared/protocol';
import type { Server } from '../../../web/e2e/support/Server.ts';

const PASSWORD = 'correct horse battery';

/** Somebody signed in: their cookies. */
export interface Someone {
  cookie: string;
  /** Asks the server as this person. @throws Error with the server's answer */
  ask<Schema extends z.ZodType>(
    schema: Schema,
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<z.infer<Schema>>;
}

/** An organisation on a fresh server. */
export class Office {
  readonly url: string;
  readonly admin: Someone;
  #people = 0;

  static async open(server: Server): Promise<Office> {
    const url = `http://127.0.0.1:${server.port}`;
    const cookie = await signIn(url, '/api/setup', {
      token: tokenOf(server.setupLink),
      orgName: 'Bench',
      name: 'Ada Admin',
      email: 'ada@example.com',
      password: PASSWORD,
    });
    return new Office(url, someone(url, cookie));
  }

  private constructor(url: string, admin: Someone) {
    this.url = url;
    this.admin = admin;
  }

  async person(name: string, role: Role): Promise<Someone> {
    const email = `person${++this.#people}@example.com`;
    const { link } = await this.admin.ask(InvitedPerson, 'POST', '/api/people', { name, email, role });
    return someone(
      this.url,
      await signIn(this.url, '/api/activation', { token: tokenOf(link), password: PASSWORD }),
    );
  }

  /** A case of the admin's, or of the one who opens it. */
  async case(by: Someone = this.admin): Promise<CaseId> {
    const id = newId(CaseId);
    await by.ask(z.unknown(), 'POST', '/api/cases', {
      id,
      title: 'Seal leaks at KP-200',
      asset: 'KP-200',
      customer: 'Works',
    });
    return id;
  }
}

const tokenOf = (link: string) => link.slice(link.indexOf('#') + 1);

async function signIn(url: string, path: string, body: object): Promise<string> {
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

function someone(url: string, cookie: string): Someone {
  return {
    cookie,
    ask: async (schema, method, path, body) => {
      const response = await fetch(new URL(path, url), {
        method,
        headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return schema.parse(JSON.parse(text));
    },
  };
}
