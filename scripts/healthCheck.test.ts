import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { isHealthy } from './healthCheck.ts';

test('only a server that answers 200 is healthy', async () => {
  let status = 200;
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/healthz' ? status : 404).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const config = { host: '127.0.0.1', port, tls: { kind: 'none' as const } };

  expect(await isHealthy(config)).toBe(true);
  status = 503;
  expect(await isHealthy(config)).toBe(false);
  server.close();
  await once(server, 'close');
  expect(await isHealthy(config)).toBe(false);
});
