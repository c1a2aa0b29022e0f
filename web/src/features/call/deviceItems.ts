import type { KnownDevice } from '@fernblick/shared/client';
import type { DropdownMenuItem } from '@nuxt/ui/components/DropdownMenu.vue';

/** A menu's section of devices of one kind: a heading, and a line for each. */
export function deviceItems(
  heading: string,
  devices: readonly KnownDevice[],
  current: string | undefined,
  choose: (device: KnownDevice) => unknown,
): DropdownMenuItem[] {
  return [
    { type: 'label', label: heading },
    ...devices.map((device, index): DropdownMenuItem => ({
      label: device.label || `${heading} ${index + 1}`,
      type: 'checkbox',
      checked: device.deviceId === current,
      onSelect: () => void choose(device),
    })),
  ];
}
