import { IceParameters } from '@fernblick/shared/protocol';
import { atOnceOrLater } from '../../store/persistently.ts';
import { type Handlers, joined } from './context.ts';

export const mediaHandlers: Pick<
  Handlers,
  | 'transport.connect'
  | 'transport.restartIce'
  | 'producer.produce'
  | 'producer.setPaused'
  | 'producer.close'
  | 'consumer.setPaused'
> = {
  'transport.connect': async (context, data) => {
    const { session, slot } = joined(context);
    await session.media.connect(slot, data);
    return {};
  },

  'transport.restartIce': async (context, { transportId }) => {
    const { session, slot } = joined(context);
    return { iceParameters: IceParameters.parse(await session.media.restartIce(slot, transportId)) };
  },

  'producer.produce': async (context, data) => {
    const { session, slot } = joined(context);
    const producer = await session.media.produce(slot, data);
    if (producer.surfaceId) {
      await session.surfaces.open(producer.surfaceId);
      await atOnceOrLater(
        () => session.savePeople(),
        (error) =>
          context.services.log.warn({ err: error, sessionId: session.id }, 'a surface is not stored'),
      );
    }
    session.emit('producer.opened', { producer });
    context.afterReply.push(() => void session.media.offer(producer));
    return { producer };
  },

  'producer.setPaused': async (context, { producerId, paused }) => {
    const { session, slot } = joined(context);
    await session.media.setProducerPaused(slot, producerId, paused);
    session.emit('producer.changed', { producerId, participantId: slot.id, paused });
    return {};
  },

  'producer.close': async (context, { producerId }) => {
    const { session, slot } = joined(context);
    await session.media.closeProducer(slot, producerId);
    return {};
  },

  'consumer.setPaused': async (context, { consumerId, paused }) => {
    const { session, slot } = joined(context);
    await session.media.setConsumerPaused(slot, consumerId, paused);
    return {};
  },
};
