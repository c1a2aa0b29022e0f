import { annotationHandlers } from './annotations.ts';
import { callHandlers } from './calls.ts';
import { cameraHandlers } from './cameras.ts';
import type { Handlers } from './context.ts';
import { deskHandlers } from './desk.ts';
import { hello } from './hello.ts';
import { joinSession } from './joinSession.ts';
import { mediaHandlers } from './media.ts';
import { networkHandlers } from './network.ts';
import { stageHandlers } from './stage.ts';

export type { Context, Handler, SignalAuthenticator } from './context.ts';

export const handlers: Handlers = {
  hello,
  ...deskHandlers,
  'session.join': joinSession,
  ...callHandlers,
  ...mediaHandlers,
  ...annotationHandlers,
  ...stageHandlers,
  ...cameraHandlers,
  ...networkHandlers,
};
