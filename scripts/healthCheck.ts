import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { readConfig, type Config } from '../server/src/config.ts';

const timeoutMs = 5000;

/** Whether the server with this configuration answers well on this machine. */
export async function isHealthy({
  host,
  port,
  tls,
}: Pick<Config, 'host' | 'port' | 'tls'>): Promise<boolean> {
  const options = {
    host: host === '0.0.0.0' || host === '::' ? 'localhost' : host,
    port,
    path: '/healthz',
    timeout: timeoutMs,
  };
  // The certificate is for the names that people use, not for this machine's inside.
  const request =
    tls.kind === 'none' ? http.get(options) : https.get({ ...options, rejectUnauthorized: false });
  request.on('timeout', () => request.destroy());
  try {
    const answer: unknown[] = await once(request, 'response');
    const [response] = answer;
    return response instanceof http.IncomingMessage && response.statusCode === 200;
  } catch {
    return false;
  } finally {
    request.destroy();
  }
}

if (import.meta.main) process.exitCode = (await isHealthy(readConfig())) ? 0 : 1;
