import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownCertificate } from './ownCertificate.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fernblick-tls-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const DAY_MS = 86_400_000;

test('a client that trusts the authority connects by name and by address', async () => {
  const { ca, cert, key } = await ownCertificate(directory, ['localhost', '127.0.0.1']);
  const server = createServer({ cert, key }, (_request, response) => response.end('ok')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const host of ['localhost', '127.0.0.1']) {
    const status = await new Promise((resolve, reject) =>
      request({ host, port, ca, family: 4 }, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end(),
    );
    expect(status).toBe(200);
  }
  server.close();
});

test('is kept, made anew for a new address and before it runs out; the authority stays', async () => {
  const hosts = ['localhost', '192.0.2.7'];
  const first = await ownCertificate(directory, hosts);
  expect(first.renewed).toBe(true);
  expect(await ownCertificate(directory, hosts)).toEqual({ ...first, renewed: false });

  const moved = await ownCertificate(directory, ['localhost', '192.0.2.8']);
  expect(moved.renewed).toBe(true);
  expect(moved.ca).toBe(first.ca);
  expect(new X509Certificate(moved.cert).checkIP('192.0.2.8')).toBe('192.0.2.8');

  const late = await ownCertificate(directory, ['localhost', '192.0.2.8'], Date.now() + 380 * DAY_MS);
  expect(late.renewed).toBe(true);
  expect(late.ca).toBe(first.ca);
});
