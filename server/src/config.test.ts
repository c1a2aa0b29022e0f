import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

test('an empty environment is a whole configuration', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ port: 8443, tls: { kind: 'own' }, mongodbUri: undefined, turn: undefined });
  expect(config.media.listenIps.at(-1)).toEqual({ ip: '127.0.0.1' });
});

test('an empty variable counts as not set', () => {
  expect(readConfig({ MONGODB_URI: '', PORT: '' })).toMatchObject({ port: 8443, mongodbUri: undefined });
});

test('a public address loses its last slash', () => {
  expect(readConfig({ PUBLIC_URL: 'https://service.example.com/' }).publicUrl).toBe(
    'https://service.example.com',
  );
});

describe('what is wrong is named', () => {
  test.each([
    [{ PORT: 'http' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ PUBLIC_URL: 'service.example.com' }, 'PUBLIC_URL'],
    [{ TLS_CERT: '/a.pem' }, 'TLS_CERT'],
    [{ BEHIND_PROXY: '1' }, 'PUBLIC_URL'],
    [{ BEHIND_PROXY: 'perhaps' }, 'BEHIND_PROXY'],
    [{ TURN_URLS: 'turn:turn.example.com' }, 'TURN_SECRET'],
    [{ TURN_SECRET: 'short' }, 'TURN_SECRET'],
    [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN'],
    [{ MONGODB_URI: 'localhost:27017' }, 'MONGODB_URI'],
    [{ MEDIA_PORT: '65535', MEDIA_WORKERS: '2' }, 'MEDIA_PORT'],
  ])('%o', (env, name) => {
    expect(() => readConfig(env)).toThrow(ConfigError);
    expect(() => readConfig(env)).toThrow(name);
  });
});

test('secrets are not repeated in the message', () => {
  let message = '';
  try {
    readConfig({ MONGODB_URI: 'mongo://admin:hunter2@db' });
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain('MONGODB_URI');
  expect(message).not.toContain('hunter2');
});

test('the README’s table names every variable that is read, and no other', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const known = read('config.ts')
    .match(/^ {4}([A-Z][A-Z_]+):/gm)
    ?.map((line) => line.trim().replace(':', ''));
  const table = read('../../README.md').match(/^\| `.*? \|/gm) ?? [];
  const named = table.flatMap((row) => [...row.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
  expect(new Set(named)).toEqual(new Set(known));
});
