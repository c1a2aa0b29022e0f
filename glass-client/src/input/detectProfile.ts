/** How the page looks and is used: fingers, a small display with keys, or RealWear's own speech on top of that. */
export const profiles = ['phone', 'glasses', 'realwear'] as const;
export type DeviceProfile = (typeof profiles)[number];

export interface Surroundings {
  userAgent: string;
  /** Size of the page in CSS pixels. */
  width: number;
  height: number;
  touch: boolean;
}

const realWear = /RealWear|\bHMT-1|\bT1[12]\d{2}[SG]\b/i;
const otherGlasses = /\b(Vuzix|Blade|M400|M4000|Iristick|Rokid|Moverio|ThirdEye|Glass Enterprise)\b/i;

/** What the page finds itself on; the person's own choice goes before it. */
export function detectProfile({ userAgent, width, height, touch }: Surroundings): DeviceProfile {
  if (realWear.test(userAgent)) return 'realwear';
  if (otherGlasses.test(userAgent)) return 'glasses';
  // The usual sizes of such displays, and nothing to touch them with.
  const small = width > height && width <= 900 && height <= 520;
  return small && !touch ? 'glasses' : 'phone';
}
