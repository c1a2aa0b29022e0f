import { can } from '@fernblick/shared/policy';
import { greeted, type Handlers, joined } from './context.ts';

export const annotationHandlers: Pick<Handlers, 'annotation.preview' | 'annotation.add'> = {
  'annotation.preview': async (context, preview) => {
    const { session, slot } = joined(context);
    if (session.surfaces.isOpen(preview.surfaceId)) session.preview(slot, preview);
    return {};
  },

  'annotation.add': async (context, op) => {
    const { session, slot } = joined(context);
    const mayTouchOthers = can(greeted(context), 'annotate.others', session.resource);
    const { entry, stored } = session.surfaces.draw(op, slot.who, mayTouchOthers, session.moment);
    const { meters } = context.services;
    meters.strokeSent(performance.now() - context.arrivedAt);
    await stored;
    context.afterReply.push(() => meters.strokeAcknowledged(performance.now() - context.arrivedAt));
    return { seq: entry.seq };
  },
};
