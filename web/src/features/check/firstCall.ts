import { isSomethingMissing } from '@fernblick/shared/client';

const KEY = 'fernblick.checked';

/** From now on calls begin at once; whoever wants finds the check in the account menu. */
export function rememberChecked(): void {
  localStorage.setItem(KEY, '1');
}

/** Before the very first call on this browser: whether the check should come first. */
export async function needsCheck(): Promise<boolean> {
  if (localStorage.getItem(KEY)) return false;
  const missing = await isSomethingMissing();
  if (!missing) rememberChecked();
  return missing;
}
