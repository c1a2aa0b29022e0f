import { remember, remembered } from '../ui/remember.ts';

/** Where choices of devices are kept; even to ask for the storage may be forbidden. */
export const deviceStorage = {
  getItem: (key: string): string | null => remembered(key) ?? null,
  setItem: remember,
};
