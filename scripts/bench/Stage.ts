import type { BrowserContext, Page } from '@playwright/test';
import * as z from 'zod';
import { freePort } from '../../web/e2e/support/Server.ts';
import { buildPages } from './buildPages.ts';
import { Child } from './Child.ts';
import { Front } from './line/Front.ts';
import { Line } from './line/Line.ts';
import { Product } from './product/Product.ts';
import type { Scope } from './Scope.ts';

const pages = ['productPage', 'barePage'];

/** The product and the bare server side by side behind one origin, near and at the end of a line. */
export class Stage {
  readonly product: Product;
  readonly bare: Child;
  readonly line: Line;
  readonly #front: Front;
  readonly #ports: { from: number; to: number }[];

  static async open(scope: Scope): Promise<Stage> {
    const product = await Product.start(scope);
    const { child, ready } = await Child.start(
      scope,
      'bare/bareServer.ts',
      z.object({ port: z.number(), mediaPort: z.number() }),
      { BARE_MEDIA_PORT: String(await freePort()) },
    );
    const front = await Front.open(scope, await buildPages(pages), {
      product: product.server.port,
      bare: ready.port,
    });
    const line = await Line.open(scope, front.port);
    const ports = [];
    for (const from of [product.server.mediaPort, ready.mediaPort])
      ports.push({ from, to: await line.openMedia(from) });
    return new Stage(product, child, line, front, ports);
  }

  private constructor(
    product: Product,
    bare: Child,
    line: Line,
    front: Front,
    ports: { from: number; to: number }[],
  ) {
    this.product = product;
    this.bare = bare;
    this.line = line;
    this.#front = front;
    this.#ports = ports;
  }

  /** A new page of the bench, loaded; `far`: at the end of the line, signalling and media. */
  async page(context: BrowserContext, name: string, far = false): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
    await page.goto(`${far ? this.line.url : `http://127.0.0.1:${this.#front.port}`}/bench/${name}.html`);
    await page.waitForFunction('globalThis.bench !== undefined');
    if (far) await page.evaluate(`bench.goByLine(${JSON.stringify(this.#ports)})`);
    return page;
  }
}
