import { type Handlers, joined } from './context.ts';

export const qualityHandlers: Pick<Handlers, 'quality.report' | 'quality.read'> = {
  'quality.report': async (context, report) => {
    const { session, slot } = joined(context);
    session.quality.report(slot, report);
    return {};
  },

  'quality.read': async (context) => ({ participants: joined(context).session.quality.view() }),
};
