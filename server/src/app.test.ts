import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as z from 'zod';
import {
  CaseList,
  CaseView,
  CreatedInvitation,
  EntryList,
  SnapshotLayer,
  UPLOAD_PATH,
} from '@fernblick/shared/api';
import { CaseId, InvitationId, newId, SnapshotId, StrokeId } from '@fernblick/shared/protocol';
import { TestBrowser, TestServer } from './testServer.ts';
import { ensureSetupLink } from './users/setupLink.ts';

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start(pino({ level: 'silent' }), { LOG_LEVEL: 'silent' });
  admin = new Browser(server);
  guest = new Browser(server);
});
afterAll(() => server.close());

/** A browser that says what it expects of an answer, and can upload. */
class Browser extends TestBrowser {
  async json<Schema extends z.ZodType>(schema: Schema, method: string, path: string, body?: unknown) {
    const response = await this.fetch(method, path, body);
    const answer: unknown = await response.json();
    expect(response.status, JSON.stringify(answer)).toBe(200);
    return schema.parse(answer);
  }

  async code(method: string, path: string, body?: unknown): Promise<string> {
    const response = await this.fetch(method, path, body);
    return z.object({ code: z.string() }).parse(await response.json()).code;
  }

  /** A whole tus upload; resolves with the last answer. */
  async upload(bytes: Buffer, metadata: Record<string, string>): Promise<Response> {
    const encoded = Object.entries(metadata).map(
      ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
    );
    const tus = { 'tus-resumable': '1.0.0' };
    const created = await this.fetch('POST', UPLOAD_PATH, undefined, {
      ...tus,
      'upload-length': String(bytes.length),
      'upload-metadata': encoded.join(','),
    });
    const location = created.headers.get('location');
    if (!location) return created;
    return this.fetch('PATCH', location, bytes, {
      ...tus,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    });
  }
}

let admin: Browser;
let guest: Browser;
let caseId: CaseId;
let otherCase: CaseId;

test('the first admin sets the server up, makes cases and invites a guest', async () => {
  expect(await admin.code('GET', '/api/cases')).toBe('NOT_SIGNED_IN');
  const path = await ensureSetupLink(server.store);
  const token = path?.split('#')[1];
  const setup = {
    token,
    orgName: 'Muster GmbH',
    name: 'Ada Admin',
    email: 'ada@example.com',
    password: 'correct horse battery',
  };
  expect((await admin.fetch('POST', '/api/setup', setup)).status).toBe(200);
  expect(await new Browser(server).code('POST', '/api/setup', setup)).toBe('LINK_INVALID');

  const create = (title: string) => admin.json(CaseView, 'POST', '/api/cases', { id: newId(CaseId), title });
  caseId = (await create('Pump leaks')).id;
  otherCase = (await create('Valve stuck')).id;
  const { link } = await admin.json(CreatedInvitation, 'POST', `/api/cases/${caseId}/invitations`, {
    id: newId(InvitationId),
    use: 'single',
    minutes: 60,
  });
  const secret = { token: link.split('#')[1], name: 'Toni Technik' };
  expect((await guest.fetch('POST', '/api/invitations/redeem', secret)).status).toBe(200);
  expect(await new Browser(server).code('POST', '/api/invitations/redeem', secret)).toBe('INVITATION_USED');
});

test('whoever asks for their own cases gets those they take part in, page by page', async () => {
  const list = (query: string) => admin.json(CaseList, 'GET', `/api/cases?${query}`);
  const first = await list('mine=true&limit=1');
  expect(first.cases.map(({ id }) => id)).toEqual([caseId]);
  const second = await list(`mine=true&limit=1&cursor=${first.next}`);
  expect(second.cases.map(({ id }) => id)).toEqual([otherCase]);
  expect(second.next).toBeUndefined();
  await server.store.cases.update(otherCase, () => ({ changes: { members: [] } }));
  expect((await list('mine=true')).cases.map(({ id }) => id)).toEqual([caseId]);
  expect((await list('mine=false')).cases).toHaveLength(2);
  expect(await admin.code('GET', '/api/cases?mine=perhaps')).toBe('BAD_DATA');
});

test('a guest sees their case and nothing else', async () => {
  expect((await guest.json(CaseView, 'GET', `/api/cases/${caseId}`)).title).toBe('Pump leaks');
  expect(await guest.code('GET', `/api/cases/${otherCase}`)).toBe('FORBIDDEN');
  expect(await guest.code('GET', '/api/cases')).toBe('FORBIDDEN');
  expect(await guest.code('GET', '/api/people')).toBe('FORBIDDEN');
  const internal = { id: crypto.randomUUID(), text: 'secret', visibility: 'internal', clientAt: Date.now() };
  expect(await guest.code('POST', `/api/cases/${caseId}/entries`, internal)).toBe('FORBIDDEN');
  expect((await admin.fetch('POST', `/api/cases/${caseId}/entries`, internal)).status).toBe(200);
  const { entries } = await guest.json(EntryList, 'GET', `/api/cases/${caseId}/entries`);
  expect(entries.map(({ visibility }) => visibility)).not.toContain('internal');
});

describe('an upload', () => {
  const jpeg = sharp({ create: { width: 1_920, height: 1_080, channels: 3, background: '#446688' } })
    .jpeg()
    .toBuffer();
  const about = (id: SnapshotId, more: Record<string, string> = {}) => ({
    snapshotId: id,
    caseId,
    kind: 'photo',
    method: 'photo',
    ...more,
  });

  test('of a still lands in the case at full size; strokes on it are burned in', async () => {
    const id = newId(SnapshotId);
    expect((await guest.upload(await jpeg, about(id))).status).toBe(204);
    const { snapshot } = await admin.json(SnapshotLayer, 'GET', `/api/snapshots/${id}/layer`);
    expect(snapshot).toMatchObject({
      width: 1_920,
      height: 1_080,
      takenBy: { name: 'Toni Technik' },
      strokes: 0,
    });
    const op = {
      op: 'add',
      id: newId(StrokeId),
      surfaceId: id,
      body: {
        tool: 'pen',
        color: '#ff0000',
        width: 0.03,
        points: [
          [0.2, 0.5, 0],
          [0.8, 0.5, 300],
        ],
        frame: { width: 1_920, height: 1_080 },
      },
    };
    expect((await admin.fetch('POST', `/api/snapshots/${id}/layer`, op)).status).toBe(200);
    expect(
      await guest.code('POST', `/api/snapshots/${id}/layer`, {
        ...op,
        id: newId(StrokeId),
        op: 'clear',
        scope: 'all',
      }),
    ).toBe('FORBIDDEN');
    const burned = await admin.fetch('GET', `/api/snapshots/${id}/annotated`);
    const picture = sharp(Buffer.from(await burned.arrayBuffer()));
    expect(await picture.metadata()).toMatchObject({ width: 1_920, height: 1_080 });
    const [red = 0, green = 255] = await picture
      .extract({ left: 958, top: 538, width: 4, height: 4 })
      .raw()
      .toBuffer();
    expect(red).toBeGreaterThan(200);
    expect(green).toBeLessThan(80);
    const { entries } = await guest.json(EntryList, 'GET', `/api/cases/${caseId}/entries`);
    expect(entries.map(({ kind }) => kind)).toContain('snapshot');
  });

  test('sent again gives the same snapshot', async () => {
    const id = newId(SnapshotId);
    for (let times = 0; times < 2; times++)
      expect((await guest.upload(await jpeg, about(id))).status).toBe(204);
    const { entries } = await admin.json(EntryList, 'GET', `/api/cases/${caseId}/entries`);
    expect(entries.filter(({ body }) => body.kind === 'snapshot' && body.snapshotId === id)).toHaveLength(1);
  });

  test.each([
    ['no picture', Buffer.from('MZ not a picture'), {}, 'UPLOAD_NOT_IMAGE'],
    ['a wrong checksum', undefined, { sha256: 'a'.repeat(64) }, 'UPLOAD_BROKEN'],
    ['no description', undefined, { kind: 'film' }, 'BAD_DATA'],
    ['another case', undefined, { caseId: '018f0000-0000-7000-8000-000000000000' }, 'CASE_NOT_FOUND'],
  ])('with %s is refused and leaves nothing', async (_what, bytes, more, code) => {
    const id = newId(SnapshotId);
    const response = await guest.upload(bytes ?? (await jpeg), about(id, more));
    expect(z.object({ code: z.string() }).parse(JSON.parse(await response.text())).code).toBe(code);
    expect(await server.store.snapshots.get(id)).toBeUndefined();
    expect(await readdir(join(server.dataDir, 'uploads'))).toEqual([]);
  });

  test('that is too large is refused before a byte is taken', async () => {
    const response = await guest.fetch('POST', UPLOAD_PATH, undefined, {
      'tus-resumable': '1.0.0',
      'upload-length': String(1024 ** 3),
      'upload-metadata': 'snapshotId eA==',
    });
    expect(response.status).toBe(413);
  });

  test('into a case that is not theirs, or of somebody else, is refused', async () => {
    expect((await guest.upload(await jpeg, about(newId(SnapshotId), { caseId: otherCase }))).status).toBe(
      403,
    );
    const half = await guest.fetch('POST', UPLOAD_PATH, undefined, {
      'tus-resumable': '1.0.0',
      'upload-length': '10',
      'upload-metadata': Object.entries(about(newId(SnapshotId)))
        .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
        .join(','),
    });
    const location = half.headers.get('location') ?? '';
    const stolen = await admin.fetch('HEAD', location, undefined, { 'tus-resumable': '1.0.0' });
    expect(stolen.status).toBe(404);
    expect(
      (await new Browser(server).fetch('HEAD', location, undefined, { 'tus-resumable': '1.0.0' })).status,
    ).toBe(401);
  });
});

test('another site’s page can neither change anything nor open a socket', async () => {
  const foreign = { origin: 'https://evil.example' };
  expect((await admin.fetch('POST', '/api/cases', { id: newId(CaseId), title: 'x' }, foreign)).status).toBe(
    403,
  );
  const socket = new WebSocket(server.address.replace('http', 'ws') + '/ws', {
    headers: { cookie: admin.cookie, ...foreign },
  });
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('error', () => undefined);
  });
  expect(status).toBe(403);
});

test('a revoked guest loses socket and rights at once', async () => {
  const socket = new WebSocket(server.address.replace('http', 'ws') + '/ws', {
    headers: { cookie: guest.cookie, origin: server.address },
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('open', resolve));
  const greeted = new Promise((resolve) => socket.once('message', resolve));
  socket.send(JSON.stringify({ t: 'req', id: 1, name: 'hello', data: { protocolVersion: 1, as: 'guest' } }));
  await greeted;
  const [invitation] = await server.store.invitations.listByCase(caseId);
  await admin.fetch('POST', `/api/invitations/${invitation?.id}/revoke`, {});
  expect(await closed).toBe(4403);
  expect(await guest.code('GET', `/api/cases/${caseId}`)).toBe('NOT_SIGNED_IN');
});
