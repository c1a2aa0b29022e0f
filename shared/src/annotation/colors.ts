const DARK = 'rgba(0, 0, 0, 0.6)';
const LIGHT = 'rgba(255, 255, 255, 0.9)';

/** The colour itself when it is `#rrggbb`, otherwise red: nothing else ever reaches a canvas. */
export function safeColor(color: string): string {
  return /^#[0-9a-f]{6}$/.test(color) ? color : '#e5332a';
}

/** The thin rim that lets a colour be seen on any picture: dark around light colours, light around dark ones. */
export function haloColor(color: string): string {
  return isLight(color) ? DARK : LIGHT;
}

/** Black or white, whichever reads better on the colour. */
export function inkOn(color: string): string {
  return isLight(color) ? '#111111' : '#ffffff';
}

/** Rim's width in pixels for a line of so many pixels. */
export function haloPixels(lineWidth: number): number {
  return Math.min(6, Math.max(1, lineWidth * 0.22));
}

/** By relative luminance (WCAG 2.2); the bound is where black and white contrast alike, moved so that signal red counts as dark. */
function isLight(color: string): boolean {
  const channel = (start: number) => {
    const value = Number.parseInt(safeColor(color).slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5) > 0.36;
}
