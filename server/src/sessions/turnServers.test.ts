import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { turnServers } from './turnServers.ts';

test('no TURN server is named unless one is configured', () => {
  expect(turnServers(undefined, 'someone')).toEqual([]);
});

test('credentials hold for a day and are what coturn computes from the shared secret', () => {
  const now = Date.UTC(2026, 10, 24);
  const turn = { urls: ['turn:turn.example.com:3478'], secret: 'a secret of the organisation' };
  const [server] = turnServers(turn, 'someone', now);
  const username = `${now / 1_000 + 86_400}:someone`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  expect(server).toEqual({ urls: turn.urls, username, credential });
  expect(JSON.stringify(server)).not.toContain(turn.secret);
});
