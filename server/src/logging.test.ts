import { afterEach, expect, test, vi } from 'vitest';
import sharp from 'sharp';
import * as z from 'zod';
import { CaseView, CreatedInvitation, UPLOAD_PATH } from '@fernblick/shared/api';
import {
  CaseId,
  InvitationId,
  newId,
  ParticipantId,
  PROTOCOL_VERSION,
  requests,
  SessionId,
  SnapshotId,
} from '@fernblick/shared/protocol';
import { hideSecrets, makeLogger } from './logging.ts';
import { ensureSetupLink } from './users/setupLink.ts';
import { askOn, TestBrowser, TestServer } from './testServer.ts';

const Line = z.looseObject({
  level: z.number(),
  msg: z.string(),
  reqId: z.string().optional(),
  route: z.string().optional(),
  connection: z.string().optional(),
  message: z.number().optional(),
  request: z.string().optional(),
});
const Answer = z.object({ ok: z.literal(true), data: z.unknown() });

function collect() {
  const lines: string[] = [];
  const log = makeLogger('trace', { write: (line: string) => void lines.push(line) });
  return { lines, log };
}

let server: TestServer | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await server?.close();
});

const PASSWORD = 'correct horse battery';
const WRONG_PASSWORD = 'wrong donkey charger';
const METRICS_TOKEN = 'a-long-secret-for-metrics';
const TURN_SECRET = 'a-long-secret-for-turn';

test('sign-in, invitation, join, upload and failing requests leave no secret in the log', async () => {
  const { lines, log } = collect();
  server = await TestServer.start(log, { METRICS_TOKEN, TURN_SECRET, TURN_URLS: 'turn:turn.example.com' });
  const [admin, guest] = [new TestBrowser(server), new TestBrowser(server)];
  const secrets = [PASSWORD, WRONG_PASSWORD, METRICS_TOKEN, TURN_SECRET];
  const secretOf = (link = '') => {
    const token = link.split('#')[1] ?? '';
    secrets.push(token);
    return token;
  };

  // Set up, sign out, a wrong password, sign in.
  const email = 'ada@example.com';
  const setup = { orgName: 'Muster GmbH', name: 'Ada Admin', email, password: PASSWORD };
  const token = secretOf(await ensureSetupLink(server.store));
  expect((await admin.fetch('POST', '/api/setup', { ...setup, token })).status).toBe(200);
  secrets.push(...admin.secrets);
  expect((await admin.fetch('POST', '/api/sign-out', { everywhere: false })).status).toBe(200);
  expect((await admin.fetch('POST', '/api/sign-in', { email, password: WRONG_PASSWORD })).status).toBe(401);
  expect((await admin.fetch('POST', '/api/sign-in', { email, password: PASSWORD })).status).toBe(200);
  secrets.push(...admin.secrets);

  // A case, an invitation, a guest who joins and uploads.
  const create = await admin.fetch('POST', '/api/cases', { id: newId(CaseId), title: 'Pump leaks' });
  const about = CaseView.parse(await create.json());
  const invite = await admin.fetch('POST', `/api/cases/${about.id}/invitations`, {
    id: newId(InvitationId),
    use: 'single',
    minutes: 60,
  });
  const { link } = CreatedInvitation.parse(await invite.json());
  const redeem = { token: secretOf(link), name: 'Toni Technik' };
  expect((await guest.fetch('POST', '/api/invitations/redeem', redeem)).status).toBe(200);
  secrets.push(...guest.secrets);
  const socket = await guest.socket('/ws?token=in-the-socket-address');
  const hello = { protocolVersion: PROTOCOL_VERSION, as: 'guest' };
  await askOn(socket, 1, 'hello', hello);
  const joined = await askOn(socket, 2, 'session.join', {
    caseId: about.id,
    sessionId: newId(SessionId),
    participantId: newId(ParticipantId),
    open: 'wait',
    mode: 'active',
    rtpCapabilities: server.pool.routerRtpCapabilities,
    device: { kind: 'phone' },
  });
  const { resumeToken, epoch, iceServers } = requests['session.join'].reply.parse(Answer.parse(joined).data);
  secrets.push(resumeToken, ...iceServers.flatMap(({ credential }) => credential ?? []));
  expect(secrets.filter((secret) => secret.length < 8)).toEqual([]);
  socket.close();
  const back = await guest.socket();
  await askOn(back, 1, 'hello', { ...hello, resume: { token: resumeToken, epoch, lastSeq: 0 } });
  const jpeg = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#446688' } })
    .jpeg()
    .toBuffer();
  const metadata = { snapshotId: newId(SnapshotId), caseId: about.id, kind: 'photo', method: 'photo' };
  const tus = { 'tus-resumable': '1.0.0' };
  const begun = await guest.fetch('POST', UPLOAD_PATH, undefined, {
    ...tus,
    'upload-length': String(jpeg.length),
    'upload-metadata': Object.entries(metadata)
      .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
      .join(','),
  });
  const uploaded = await guest.fetch('PATCH', begun.headers.get('location') ?? '', jpeg, {
    ...tus,
    'upload-offset': '0',
    'content-type': 'application/offset+octet-stream',
  });
  expect(uploaded.status).toBe(204);

  // What fails, with secrets where they do not belong.
  const bearer = { authorization: `Bearer ${METRICS_TOKEN}x`, 'x-forwarded-for': '203.0.113.7' };
  expect((await admin.fetch('GET', '/metrics?token=in-the-query', undefined, bearer)).status).toBe(403);
  expect((await admin.fetch('GET', '/nowhere?token=in-the-query')).status).toBe(404);
  secrets.push('in-the-query', 'in-the-socket-address', 'in-the-database-address');
  const { cases, timeline } = server.store;
  const talkative = new Error(
    `no answer from mongodb://root:in-the-database-address@db/x for https://x.example/join#${redeem.token} with ` +
      `{"password":"${PASSWORD}"} and cookie: ${admin.cookie}`,
  );
  vi.spyOn(cases, 'get').mockRejectedValue(talkative);
  vi.spyOn(timeline, 'headSeq').mockRejectedValue(talkative);
  const failed = await admin.fetch('GET', `/api/cases/${about.id}?token=in-the-query`);
  expect(failed.status).toBe(500);
  await askOn(back, 2, 'case.watch', { caseId: about.id });
  vi.restoreAllMocks();
  back.close();
  await server.close();

  const all = lines.join('');
  expect(
    secrets.filter((secret) => all.includes(secret) || all.includes(encodeURIComponent(secret))),
  ).toEqual([]);
  // Every line is JSON, and one can find one's way from the answer to its line.
  const parsed = lines.map((line) => Line.parse(JSON.parse(line)));
  const byId = parsed.filter(({ reqId }) => reqId === failed.headers.get('x-request-id'));
  expect(byId.map(({ msg }) => msg)).toEqual(['a request failed', 'a request was answered']);
  expect(JSON.stringify(byId[0])).toContain(
    'no answer from mongodb://[hidden]@db/x for https://x.example/join',
  );
  expect(parsed.flatMap(({ route }) => route ?? [])).toEqual(
    expect.arrayContaining(['/api/sign-in', '/api/invitations/redeem', `${UPLOAD_PATH}/:id`, '/metrics']),
  );
  const onSockets = parsed.filter(({ request }) => request !== undefined);
  expect(onSockets.map(({ request, message }) => [request, message])).toEqual(
    expect.arrayContaining([
      ['hello', 1],
      ['session.join', 2],
      ['case.watch', 2],
    ]),
  );
  expect(onSockets.every(({ connection }) => connection !== undefined)).toBe(true);
  expect(onSockets.find(({ msg }) => msg === 'a request failed')).toMatchObject({
    request: 'case.watch',
    message: 2,
  });
});

test.each([
  ['https://a.example/t/join#abc and more', 'https://a.example/t/join and more'],
  ['GET /api/cases?token=abc HTTP', 'GET /api/cases HTTP'],
  ['mongodb://root:pass@host/db', 'mongodb://[hidden]@host/db'],
  ['resumeToken=abc; x', 'resumeToken=[hidden]; x'],
  ['Authorization: Bearer abc', 'Authorization: [hidden]'],
  ['set-cookie: a=b; c=d', 'set-cookie: [hidden]'],
  ['Is it ok? Yes: #1', 'Is it ok? Yes: #1'],
])('%s', (text, shown) => {
  expect(hideSecrets(text)).toBe(shown);
});
