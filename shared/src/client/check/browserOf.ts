/** The browsers whose ways to permissions differ. */
export const checkBrowsers = [
  'chrome',
  'edge',
  'firefox',
  'safari',
  'safariIos',
  'chromeAndroid',
  'firefoxAndroid',
  'realwear',
] as const;
export type CheckBrowser = (typeof checkBrowsers)[number];

/** Which browser this is, by what it calls itself; for words only, never for what is done. */
export function browserOf(userAgent: string): CheckBrowser {
  if (/RealWear|\bHMT-1|\bT1[12]\d{2}[SG]\b/i.test(userAgent)) return 'realwear';
  // An iPad calls itself a Macintosh, but with Mobile at its end. All browsers there are Safari inside.
  if (/iPhone|iPad|Macintosh.*Mobile/.test(userAgent)) return 'safariIos';
  if (/Firefox\//.test(userAgent)) return /Android/.test(userAgent) ? 'firefoxAndroid' : 'firefox';
  if (/Android/.test(userAgent)) return 'chromeAndroid';
  if (/Edg\//.test(userAgent)) return 'edge';
  if (/Chrome\//.test(userAgent)) return 'chrome';
  return /Safari\//.test(userAgent) ? 'safari' : 'chrome';
}
