import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, test } from '@playwright/test';
import { startCall } from './support/calls.ts';
import { expect } from './support/fixtures.ts';
import { Organisation } from './support/people.ts';
import { Server } from './support/Server.ts';
import { drawOn } from './support/strokes.ts';

/** What pages asked for and complained of. */
class Watch {
  readonly hosts = new Set<string>();
  readonly complaints: string[] = [];
  sockets = 0;
  /** STUN and TURN servers of each peer connection. */
  readonly iceServers: string[][] = [];

  async over(context: BrowserContext): Promise<void> {
    await context.exposeFunction('tellIceServers', (urls: string[]) => this.iceServers.push(urls));
    await context.addInitScript(() => {
      const { tellIceServers } = window as unknown as { tellIceServers: (urls: string[]) => void };
      window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
        construct(target, [configuration]: [RTCConfiguration | undefined]) {
          tellIceServers(configuration?.iceServers?.flatMap(({ urls }) => urls) ?? []);
          return new target(configuration);
        },
      });
    });
    context.on('request', (request) => this.#note(request.url()));
    context.on('page', (page) => {
      page.on('websocket', (socket) => {
        this.sockets++;
        this.#note(socket.url());
      });
    });
    context.on('console', (message) => {
      // Signed out, /api/me says so with 401, which Chromium writes to the console.
      if (message.type() === 'error' && !message.text().includes('401')) this.complaints.push(message.text());
    });
    context.on('weberror', (error) => this.complaints.push(String(error.error())));
  }

  #note(url: string): void {
    const { protocol, host } = new URL(url);
    if (!['data:', 'blob:'].includes(protocol)) this.hosts.add(host);
  }
}

test('neither server nor pages contact a foreign host in a whole call and on every page', async ({
  browser,
}) => {
  const file = test.info().outputPath('traffic');
  const server = await Server.start(recordingInto(file));
  try {
    const watch = new Watch();
    const organisation = new Organisation(browser, server, (context) => watch.over(context));
    const ada = await organisation.admin();
    const { about, picture, technician } = await startCall(organisation, ada);
    await drawOn(ada.page, picture, [
      [0.4, 0.4],
      [0.5, 0.5],
    ]);
    await ada.page.keyboard.press('x');
    await expect(ada.page.getByTestId('call-snapshot')).toHaveCount(1, { timeout: 30_000 });
    await ada.page.getByTestId('chat-input').fill('See https://manual.example.com/kp-200.png');
    await ada.page.keyboard.press('Enter');
    await expect(technician.page.getByText('manual.example.com').first()).toBeVisible();
    await ada.page.getByTestId('freeze').click();
    await expect(ada.page.getByTestId('stage-still')).toBeVisible();
    const paths = [
      '/',
      `/cases/${about.id}`,
      '/admin/people',
      '/admin/groups',
      '/admin/organisation',
      '/admin/log',
    ];
    for (const path of [...paths, '/privacy', '/install', '/t/', '/nothing-here']) {
      await ada.page.goto(path);
      await expect(ada.page.locator('body')).not.toBeEmpty();
      await ada.page.waitForLoadState('networkidle');
    }
    expect([...watch.hosts]).toEqual([new URL(server.url).host]);
    expect(watch.complaints).toEqual([]);
    // The watch saw something at all: sockets and peer connections of both sides, none with a foreign server.
    expect(watch.sockets).toBeGreaterThan(1);
    expect(watch.iceServers.length).toBeGreaterThan(1);
    expect(watch.iceServers.flat()).toEqual([]);
  } finally {
    for (const context of browser.contexts()) await context.close();
    await server.close();
  }
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe('');
});

test('the record of a server’s traffic misses no way out', async () => {
  const file = test.info().outputPath('traffic');
  const ways = `
    import { lookup } from 'node:dns';
    import { resolve4 } from 'node:dns/promises';
    import { createSocket } from 'node:dgram';
    import { connect } from 'node:net';
    import { connect as connectTls } from 'node:tls';
    const nothing = () => {};
    lookup('lookup.invalid', nothing);
    resolve4('resolve.invalid').catch(nothing);
    fetch('https://fetch.invalid/').catch(nothing);
    connect(80, '192.0.2.1').on('error', nothing).destroy();
    connectTls(443, '192.0.2.2').on('error', nothing).destroy();
    connect(80, '127.0.0.1').on('error', nothing).destroy();
    const socket = createSocket('udp4');
    socket.send('x', 3478, '192.0.2.3', () => socket.close());`;
  execFileSync(process.execPath, ['--input-type=module', '-e', ways], {
    env: { ...process.env, ...recordingInto(file) },
  });
  const record = readFileSync(file, 'utf8');
  for (const host of [
    'lookup.invalid',
    'resolve.invalid',
    'fetch.invalid',
    '192.0.2.1',
    '192.0.2.2',
    '192.0.2.3',
  ])
    expect(record).toContain(host);
  expect(record).not.toContain('127.0.0.1');
});

/** Variables with which a Node process writes down what it reaches outside of this machine. */
function recordingInto(file: string): NodeJS.ProcessEnv {
  const preload = join(import.meta.dirname, 'support', 'recordForeignTraffic.mjs');
  return { NODE_OPTIONS: `--import=${preload}`, FOREIGN_TRAFFIC_FILE: file };
}
