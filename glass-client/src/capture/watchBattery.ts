/** Not in the DOM library's types: only Chromium has it. */
interface Battery extends EventTarget {
  readonly level: number;
  readonly charging: boolean;
}

/**
 * Tells the battery's level (0..1) now and whenever it changes; nothing where the browser does not say.
 * @returns a function that stops it
 */
export function watchBattery(onChange: (level: number, charging: boolean) => void): () => void {
  const scope: Navigator & { getBattery?: () => Promise<Battery> } = navigator;
  let battery: Battery | undefined;
  let stopped = false;
  const tell = () => {
    if (battery && !stopped) onChange(battery.level, battery.charging);
  };
  void scope.getBattery?.().then(
    (found) => {
      battery = found;
      tell();
      found.addEventListener('levelchange', tell);
      found.addEventListener('chargingchange', tell);
    },
    () => undefined,
  );
  return () => {
    stopped = true;
    battery?.removeEventListener('levelchange', tell);
    battery?.removeEventListener('chargingchange', tell);
  };
}
