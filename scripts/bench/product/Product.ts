import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from '../../../web/e2e/support/Server.ts';
import { childrenOf } from '../procfs.ts';
import type { Scope } from '../Scope.ts';
import { Inspector } from './Inspector.ts';
import { Office } from './Office.ts';

/** The product's own server as its own process on an empty folder, with an admin and experts made over HTTP. */
export class Product {
  readonly server: Server;
  readonly office: Office;
  readonly inspector: Inspector;

  static async start(scope: Scope): Promise<Product> {
    const server = scope.own(
      await Server.start({
        BEHIND_PROXY: 'true',
        PUBLIC_URL: 'http://127.0.0.1',
        NODE_OPTIONS: '--inspect=127.0.0.1:0',
        LOG_LEVEL: 'error',
      }),
      (started) => started.close(),
    );
    const inspector = scope.own(await Inspector.attach(server.output), (attached) => attached.close());
    return new Product(server, await Office.open(server), inspector);
  }

  private constructor(server: Server, office: Office, inspector: Inspector) {
    this.server = server;
    this.office = office;
    this.inspector = inspector;
  }

  get pid(): number {
    if (this.server.pid === undefined) throw new Error('the server has ended');
    return this.server.pid;
  }

  get workerPid(): number {
    const [pid] = childrenOf(this.pid);
    if (pid === undefined) throw new Error('the server has no media worker');
    return pid;
  }

  /** Gives what is still being written and freed a moment. */
  async settle(milliseconds = 500): Promise<void> {
    await sleep(milliseconds);
  }
}
