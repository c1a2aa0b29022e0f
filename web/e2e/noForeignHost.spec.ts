import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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

  async over(context: BrowserContext): Promise<void> {
    await context.addInitScript(() => {
      // Any STUN or TURN server a page names is a foreign host that it would talk to.
      window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
        construct(target, [configuration]: [RTCConfiguration | undefined]) {
          const servers = configuration?.iceServers?.flatMap(({ urls }) => urls) ?? [];
          if (servers.length > 0) console.error(`ICE servers: ${servers.join(' ')}`);
          return new target(configuration);
        },
      });
    });
    context.on('request', (request) => this.#note(request.url()));
    context.on('page', (page) => {
      page.on('websocket', (socket) => this.#note(socket.url()));
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
  const file = join(await mkdtemp(join(tmpdir(), 'fernblick-foreign-')), 'traffic');
  const preload = join(import.meta.dirname, 'support', 'recordForeignTraffic.mjs');
  const server = await Server.start({ NODE_OPTIONS: `--import=${preload}`, FOREIGN_TRAFFIC_FILE: file });
  try {
    const watch = new Watch();
    const organisation = new Organisation(browser, server, (context) => watch.over(context));
    const ada = await organisation.admin();
    const { about, picture } = await startCall(organisation, ada);
    await drawOn(ada.page, picture, [
      [0.4, 0.4],
      [0.5, 0.5],
    ]);
    await ada.page.keyboard.press('x');
    await expect(ada.page.getByTestId('call-snapshot')).toHaveCount(1, { timeout: 30_000 });
    await ada.page.keyboard.press('f');
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
  } finally {
    for (const context of browser.contexts()) await context.close();
    await server.close();
  }
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe('');
});
