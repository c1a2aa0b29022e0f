/** A number with its unit, as short as it says enough: `1.4 Mbit/s`, `12 ms`, `3 %`. */
function scaled(value: number, step: number, units: readonly string[], locale: string): string {
  let unit = 0;
  let rest = value;
  while (rest >= step && unit < units.length - 1) {
    rest /= step;
    unit++;
  }
  const digits = rest >= 10 || unit === 0 ? 0 : 1;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(rest)} ${units[unit] ?? ''}`;
}

export function formatBitrate(bitsPerSecond: number, locale: string): string {
  return scaled(bitsPerSecond, 1_000, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'], locale);
}

export function formatBytes(bytes: number, locale: string): string {
  return scaled(bytes, 1_000, ['B', 'kB', 'MB', 'GB', 'TB'], locale);
}

export function formatShare(share: number, locale: string): string {
  const digits = share > 0 && share < 0.1 ? 1 : 0;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(share * 100)} %`;
}

export function formatMs(ms: number, locale: string): string {
  const digits = ms < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(ms)} ms`;
}
