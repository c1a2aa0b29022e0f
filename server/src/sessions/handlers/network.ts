import { turnServers } from '../turnServers.ts';
import { greeted, type Handlers } from './context.ts';

/** Does this client reach the media port? For anybody who was greeted, in a call or not. */
export const networkHandlers: Pick<Handlers, 'network.test' | 'network.connect'> = {
  'network.test': async (context) => {
    const { id } = greeted(context);
    return {
      transport: await context.registry.networkTests.open(id),
      iceServers: turnServers(context.services.turn, id),
    };
  },

  'network.connect': async (context, data) => {
    await context.registry.networkTests.connect(greeted(context).id, data);
    return {};
  },
};
