import { annotationHandlers } from './annotations.ts';
import { callBackHandlers } from './callBacks.ts';
import { callHandlers } from './calls.ts';
import { cameraHandlers } from './cameras.ts';
import type { Handlers } from './context.ts';
import { deskHandlers } from './desk.ts';
import { hello } from './hello.ts';
import { hostHandlers } from './hosting.ts';
import { joinSession } from './joinSession.ts';
import { mediaHandlers } from './media.ts';
import { offerHandlers } from './offers.ts';
import { qualityHandlers } from './quality.ts';
import { networkHandlers } from './network.ts';
import { stageHandlers } from './stage.ts';

export type { Context, Handler, SignalAuthenticator } from './context.ts';

export const handlers: Handlers = {
  hello,
  ...deskHandlers,
  'session.join': joinSession,
  ...callHandlers,
  ...callBackHandlers,
  ...offerHandlers,
  ...hostHandlers,
  ...mediaHandlers,
  ...annotationHandlers,
  ...stageHandlers,
  ...cameraHandlers,
  ...qualityHandlers,
  ...networkHandlers,
};
