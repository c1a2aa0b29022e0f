import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Scope } from '../Scope.ts';

const shell = (title: string, script: string) =>
  `<!doctype html><meta charset="utf-8"><title>${title}</title><body></body><script type="module" src="/bench/${script}"></script>`;

/**
 * One origin for the pages of this bench and for what they talk to: `/bench/` is served from memory, the socket `/bare`
 * goes to the bare server, everything else to the product.
 */
export class Front {
  readonly port: number;
  readonly #server: Server;

  /** @param scripts built pages by file name */
  static async open(
    scope: Scope,
    scripts: ReadonlyMap<string, string>,
    ports: { product: number; bare: number },
  ): Promise<Front> {
    const server = createServer((incoming, response) => {
      const file = /^\/bench\/([\w-]+)\.(html|js)$/.exec(incoming.url ?? '');
      if (!file?.[1]) return forward(incoming, response, ports.product);
      const script = scripts.get(`${file[1]}.js`);
      if (script === undefined) return void response.writeHead(404).end();
      const isPage = file[2] === 'html';
      response
        .writeHead(200, { 'content-type': isPage ? 'text/html' : 'text/javascript' })
        .end(isPage ? shell(file[1], `${file[1]}.js`) : script);
    });
    server.on('upgrade', (incoming, socket, head) =>
      upgrade(incoming, socket, head, incoming.url === '/bare' ? ports.bare : ports.product),
    );
    server.keepAliveTimeout = 60_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return scope.own(new Front(server), (front) => front.close());
  }

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function forward(incoming: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}

/** Hands the request on as it came; from then on bytes go to and fro. */
function upgrade(incoming: IncomingMessage, near: Duplex, head: Buffer, port: number): void {
  const far = connect({ port, host: '127.0.0.1', noDelay: true });
  const lines = [`GET ${incoming.url} HTTP/1.1`];
  for (let at = 0; at < incoming.rawHeaders.length; at += 2)
    lines.push(`${incoming.rawHeaders[at]}: ${incoming.rawHeaders[at + 1]}`);
  far.write(`${lines.join('\r\n')}\r\n\r\n`);
  far.write(head);
  near.pipe(far).pipe(near);
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
  near.on('close', () => far.destroy());
  far.on('close', () => near.destroy());
}
