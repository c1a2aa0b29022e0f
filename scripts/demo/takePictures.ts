// Takes the pictures of the README from the running product: demo data, and a live call between two browsers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { CaseList, CreatedInvitation } from '@fernblick/shared/api';
import { InvitationId, newId } from '@fernblick/shared/protocol';
import { root } from '../bootstrap/root.ts';
import { isHealthy } from '../healthCheck.ts';
import { findWorker } from '../media-worker/mediaWorker.ts';
import { ensureCameraFile } from '../scene/cameraFile.ts';
import { demoPeople } from './demoPeople.ts';
import { demoStories } from './demoStories.ts';
import { signInFile } from './removeDemo.ts';

const PORT = 18_443;
const url = `https://localhost:${PORT}`;
const folder = join(root, 'docs', 'pictures');
const dataDir = await mkdtemp(join(tmpdir(), 'fernblick-pictures-'));
const env = {
  ...process.env,
  ...{ DATA_DIR: dataDir, PORT: String(PORT), PUBLIC_URL: url, HOST: '127.0.0.1', LOG_LEVEL: 'warn' },
  ...{
    MEDIA_PORT: '18444',
    MEDIA_WORKERS: '1',
    MEDIA_LISTEN: '127.0.0.1',
    MEDIASOUP_WORKER_BIN: findWorker(),
  },
};
const run = (...script: string[]) =>
  spawn(process.execPath, [join(root, ...script.slice(0, 3)), ...script.slice(3)], { env, stdio: 'inherit' });

await once(run('scripts', 'demo', 'runDemo.ts', 'fill'), 'exit');
const server = run('server', 'src', 'main.ts');
const { video } = await ensureCameraFile();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    ...['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
    `--use-file-for-fake-video-capture=${video}`,
  ],
});
try {
  while (!(await isHealthy({ host: '127.0.0.1', port: PORT, tls: { kind: 'own' } }))) {
    if (server.exitCode !== null) throw new Error('the server did not start');
  }
  await takePictures();
} finally {
  await browser.close();
  server.kill();
  await once(server, 'exit');
  await rm(dataDir, { recursive: true });
}

async function takePictures(): Promise<void> {
  const common = { ignoreHTTPSErrors: true, locale: 'en-US', permissions: ['camera', 'microphone'] };
  const desk = await browser.newContext({ ...common, viewport: { width: 1440, height: 900 } });
  await signIn(desk);
  const leak = demoStories.find(({ title }) => title.includes('Leckage'))?.title ?? '';
  const [about] = CaseList.parse(await ask(desk, 'get', `/api/cases?q=${encodeURIComponent(leak)}`)).cases;
  if (!about) throw new Error('the demo has no such case');

  const expert = await desk.newPage();
  await expert.goto(`${url}/cases/${about.id}`);
  await expert.getByText('Etwa zwei Tropfen').waitFor();
  await settled(expert);
  await take(expert, 'case');

  const { link } = CreatedInvitation.parse(
    await ask(desk, 'post', `/api/cases/${about.id}/invitations`, {
      id: newId(InvitationId),
      use: 'single',
      minutes: 60,
    }),
  );
  const phone = await browser.newContext({
    ...common,
    ...{ viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, isMobile: true, hasTouch: true },
  });
  const technician = await phone.newPage();
  await technician.goto(link);
  await technician.getByLabel('Your name').fill('Petra Braun');
  await technician.getByRole('button', { name: 'Join call' }).click();
  await expert.getByRole('button', { name: 'Accept' }).click();
  const picture = expert.locator('video').first();
  await expect(picture).not.toHaveJSProperty('videoWidth', 0);
  await expect(expert.getByRole('button', { name: 'Mute microphone' })).toBeVisible();

  await expert.getByRole('button', { name: 'Freeze picture' }).click();
  await expect(expert.getByText('You froze the picture')).toBeVisible();
  await expert.getByRole('button', { name: 'Arrow' }).click();
  await drag(picture, [0.63, 0.94], [0.555, 0.8]);
  await settled(expert);
  // A machine that is busy with two browsers looks like a weak network for the first seconds.
  await expect(technician.getByText('Connected', { exact: true })).toBeVisible({ timeout: 60_000 });
  await take(expert, 'desk');
  await take(technician, 'phone');
}

async function signIn(context: BrowserContext): Promise<void> {
  const password = /Password of all of them: (\S+)/.exec(await readFile(signInFile(dataDir), 'utf8'))?.[1];
  await ask(context, 'post', '/api/sign-in', { email: demoPeople.expert.email, password });
}

async function ask(
  { request }: BrowserContext,
  method: 'get' | 'post',
  path: string,
  data?: object,
): Promise<unknown> {
  const headers = { origin: url };
  const answer = await request[method](`${url}${path}`, { headers, ...(data && { data }) });
  if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
}

/** Every picture on the page is decoded. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  for (const image of await page.locator('img').all()) {
    await expect(image).not.toHaveJSProperty('naturalWidth', 0);
  }
}

/** Draws from one place of the picture to another, as a hand does; shares of its width and height. */
async function drag(picture: Locator, from: [number, number], to: [number, number]): Promise<void> {
  const box = await picture.boundingBox();
  if (!box) throw new Error('the picture is not there');
  const { mouse } = picture.page();
  const place = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await mouse.move(...place(from));
  await mouse.down();
  await mouse.move(...place(to), { steps: 12 });
  await mouse.up();
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 80 });
}
