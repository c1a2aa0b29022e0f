import { turnServers } from '../turnServers.ts';
import type { Handlers } from './context.ts';

/** Does this client reach the media port? For anybody who was greeted, in a call or not. */
export const networkHandlers: Pick<Handlers, 'network.test' | 'network.connect'> = {
  'network.test': async ({ connection, registry, services }) => ({
    transport: await registry.networkTests.open(connection.id),
    iceServers: turnServers(services.turn, connection.id),
  }),

  'network.connect': async ({ connection, registry }, data) => {
    await registry.networkTests.connect(connection.id, data);
    return {};
  },
};
