import { CallClient, prepareCalls } from '@fernblick/shared/client';

/** A participation from this desk. A file of its own, so that the media code is loaded with the first call. */
export function makeCall(): CallClient {
  return new CallClient({ as: 'person', device: { kind: 'desktop' } });
}

/** For a page with a call button: the click finds the media code and this browser's abilities known. */
export { prepareCalls };
