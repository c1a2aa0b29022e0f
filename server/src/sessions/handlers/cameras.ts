import type { CameraCommand } from '@fernblick/shared/protocol';
import { FernblickError } from '@fernblick/shared/protocol';
import { type Handlers, joined } from './context.ts';

/** Remote camera control: rights come from the table, the person's consent from SessionCameras. */
export const cameraHandlers: Pick<
  Handlers,
  'camera.report' | 'camera.ask' | 'camera.answer' | 'camera.consent'
> = {
  'camera.report': async (context, report) => {
    const { session, slot } = joined(context);
    session.cameras.report(slot, report);
    return {};
  },

  'camera.ask': async (context, data) => {
    const { session, slot } = joined(context);
    const org = await context.services.store.orgs.get(session.doc.orgId);
    if (org?.settings.cameraControl === 'never')
      throw new FernblickError('CAMERA_DENIED', 'the organisation forbids it');
    const device = session.slots.get(data.participantId);
    const now = await session.cameras.ask(slot.who, data);
    context.auditNote = [wordsOf(data.command), device?.who.name].filter(Boolean).join(', ');
    return { now };
  },

  'camera.answer': async (context, answer) => {
    const { session, slot } = joined(context);
    session.cameras.answer(slot, answer);
    return {};
  },

  'camera.consent': async (context, { consent }) => {
    const { session, slot } = joined(context);
    session.cameras.consent(slot, consent);
    context.auditNote = consent;
    return {};
  },
};

function wordsOf(command: CameraCommand): string {
  if (command.do === 'zoom') return `zoom ${Math.round(command.zoom * 100) / 100}`;
  if (command.do === 'torch') return command.on ? 'light on' : 'light off';
  return 'switch camera';
}
