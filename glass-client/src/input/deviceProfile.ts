import { computed, ref } from 'vue';
import type { Device } from '@fernblick/shared/protocol';
import { remember, remembered } from '../ui/remember.ts';
import { detectProfile, profiles } from './detectProfile.ts';
import type { DeviceProfile, Surroundings } from './detectProfile.ts';

const KEY = 'fernblick.profile';

function surroundings(): Surroundings {
  return {
    userAgent: navigator.userAgent,
    width: window.innerWidth,
    height: window.innerHeight,
    touch: navigator.maxTouchPoints > 0,
  };
}

const chosen = ref(profiles.find((profile) => profile === remembered(KEY)));
const detected = detectProfile(surroundings());

export const profile = computed<DeviceProfile>(() => chosen.value ?? detected);
export const onGlasses = computed(() => profile.value !== 'phone');

export function nextProfile(): void {
  const next = profiles[(profiles.indexOf(profile.value) + 1) % profiles.length];
  if (!next) return;
  chosen.value = next;
  remember(KEY, next);
}

/** What the others are told of this device. */
export function describeDevice(): Device {
  const { userAgent, width, touch } = surroundings();
  const label = /RealWear|Vuzix|Iristick|Rokid|iPhone|iPad|Android|Windows|Macintosh|Linux/.exec(
    userAgent,
  )?.[0];
  const kind = onGlasses.value ? 'glasses' : touch || width < 900 ? 'phone' : 'desktop';
  return label ? { kind, label: label === 'Macintosh' ? 'Mac' : label } : { kind };
}
