/**
 * Keeps the screen on until the returned function is called. The lock is lost whenever the page is hidden and
 * taken again when it is seen; where the browser has none, nothing happens.
 */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let stopped = false;

  const take = async () => {
    if (stopped || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    if (lock && !lock.released) return;
    // Refused on an empty battery: the call goes on all the same.
    const taken = await navigator.wakeLock.request('screen').catch(() => undefined);
    if (stopped) await taken?.release();
    else lock = taken;
  };
  const onVisible = () => void take();

  document.addEventListener('visibilitychange', onVisible);
  void take();
  return () => {
    stopped = true;
    document.removeEventListener('visibilitychange', onVisible);
    void lock?.release();
  };
}
