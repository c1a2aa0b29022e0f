import { callBacksFor } from '../callBacks.ts';
import type { Handlers } from './context.ts';
import { greeted } from './context.ts';

export const deskHandlers: Pick<Handlers, 'desk.open' | 'case.watch' | 'case.unwatch'> = {
  'desk.open': async (context) => {
    const principal = greeted(context);
    context.connection.deskOpen = true;
    const tasks = await callBacksFor(context.services, principal);
    return {
      ringing: context.registry.ringingFor(principal),
      live: context.registry.list(principal.orgId),
      offers: context.registry.offersFor(principal),
      tasks,
    };
  },

  'case.watch': async ({ connection, services }, { caseId }) => {
    connection.watching.add(caseId);
    return { headSeq: await services.store.timeline.headSeq(caseId) };
  },

  'case.unwatch': async ({ connection }, { caseId }) => {
    connection.watching.delete(caseId);
    return {};
  },
};
