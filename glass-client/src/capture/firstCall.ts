import { isSomethingMissing } from '@fernblick/shared/client';
import { remember, remembered } from '../ui/remember.ts';

const KEY = 'fernblick.checked';

/** Before the very first call on this device: whether the check should come first. Asked once. */
export async function needsCheck(): Promise<boolean> {
  if (remembered(KEY)) return false;
  remember(KEY, '1');
  return isSomethingMissing();
}
