import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import type { Scope } from './Scope.ts';

/** A real Chromium that reaches nothing but this machine. */
export async function openBrowser(scope: Scope, ...more: string[]): Promise<Browser> {
  return scope.own(
    await chromium.launch({
      executablePath: '/usr/bin/chromium',
      // The figure's own process closes it.
      handleSIGTERM: false,
      handleSIGINT: false,
      handleSIGHUP: false,
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
        '--no-first-run',
        '--autoplay-policy=no-user-gesture-required',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
        ...more,
      ],
    }),
    (opened) => opened.close(),
  );
}

/** A browser of somebody who is signed in. */
export async function openContext(browser: Browser, cookie: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  context.setDefaultTimeout(30_000);
  const cookies = cookie.split('; ').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [] : [{ name: pair.slice(0, at), value: pair.slice(at + 1), url: 'http://127.0.0.1' }];
  });
  await context.addCookies(cookies);
  return context;
}
