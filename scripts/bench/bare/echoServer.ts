// The least a signalling server can do: parse each message, and send it back.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answerParent } from '../answerParent.ts';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
await once(server, 'listening');
server.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString('utf8'));
    socket.send(JSON.stringify(message));
  });
});
const { port } = server.address() as AddressInfo;
answerParent({ port }, () => {
  globalThis.gc?.();
  return process.memoryUsage();
});
