const stripped = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');

const spelledOut = (text: string): string =>
  stripped(
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[äöü]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[letter] ?? letter),
  );

/**
 * The spellings under which a text is found: without accents (`Müller` as `muller`) and with German umlauts
 * spelled out (`mueller`), both in small letters.
 */
export function foldText(text: string): string[] {
  return [...new Set([stripped(text), spelledOut(text)])];
}
