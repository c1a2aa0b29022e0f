import websocket from '@fastify/websocket';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { WebSocket } from 'ws';
import { DEAD_AFTER_MS, FernblickError, MAX_MESSAGE_BYTES } from '@fernblick/shared/protocol';
import { Connection } from '../sessions/Connection.ts';
import { Dispatcher } from '../sessions/dispatch.ts';
import type { SessionRegistry } from '../sessions/SessionRegistry.ts';
import type { SessionServices } from '../sessions/services.ts';
import type { Authenticator } from '../users/Authenticator.ts';
import { isSameOrigin } from '../sameOrigin.ts';

export interface WebSocketOptions {
  services: SessionServices;
  registry: SessionRegistry;
  authenticator: Authenticator;
  publicUrl: string;
}

/** A greeting must come within this time. */
const HELLO_MS = 10_000;

/** The signalling socket at /ws: one connection and its dispatcher per socket. */
export const webSocket = fp<WebSocketOptions>(async (app, options) => {
  const { services, registry, authenticator, publicUrl } = options;
  await app.register(websocket, {
    // A little above what dispatch takes, so that a message just too long is answered; far longer ones end the socket.
    options: { maxPayload: 4 * MAX_MESSAGE_BYTES, perMessageDeflate: false },
    errorHandler: (error, socket) => {
      app.log.warn({ err: error }, 'a socket failed');
      socket.terminate();
    },
  });

  const preValidation = async (request: FastifyRequest) => {
    // Cookies come with every upgrade, whichever page asks for it.
    if (!isSameOrigin(request, publicUrl)) throw new FernblickError('BAD_ORIGIN');
  };
  app.get('/ws', { websocket: true, preValidation }, (socket, request) => {
    const { cookie } = request.headers;
    const connection = new Connection({
      send: (text) => socket.send(text),
      close: (code, reason) => socket.close(code, reason),
      get bufferedAmount() {
        return socket.bufferedAmount;
      },
    });
    request.log.debug({ connection: connection.id }, 'a socket opened');
    const dispatcher = new Dispatcher(connection, services, registry, (as) =>
      as === 'guest' ? authenticator.guest(cookie) : authenticator.person(cookie),
    );
    const watch = watchSilence(socket, connection);
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      watch.heard();
      if (!isBinary) void dispatcher.receive(data.toString('utf8'));
    });
    // Upgraded sockets have left Fastify's error handling; ws closes them after an error by itself.
    socket.on('error', (error) => request.log.debug({ err: error }, 'a socket broke'));
    socket.once('close', () => {
      watch.stop();
      connection.lost();
      services.hub.remove(connection);
      const { participation } = connection;
      connection.participation = undefined;
      participation?.session.lost(participation.slot, connection);
    });
  });
});

/** Ends a socket that says nothing for too long, or does not greet. */
function watchSilence(socket: WebSocket, connection: Connection) {
  let lastHeard = performance.now();
  const since = lastHeard;
  const timer = setInterval(() => {
    const now = performance.now();
    const silent = now - lastHeard > DEAD_AFTER_MS;
    if (silent || (!connection.principal && now - since > HELLO_MS)) socket.terminate();
  }, 2_000);
  timer.unref();
  return {
    heard: () => {
      lastHeard = performance.now();
    },
    stop: () => clearInterval(timer),
  };
}
