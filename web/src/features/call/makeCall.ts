import { CallClient } from '@fernblick/shared/client';

/** A participation from this desk. A file of its own, so that the media code is loaded with the first call. */
export function makeCall(): CallClient {
  return new CallClient({ as: 'person', device: { kind: 'desktop' } });
}
