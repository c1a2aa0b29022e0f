import { onScopeDispose, ref } from 'vue';
import { watchBattery } from '../capture/watchBattery.ts';

/** Clock, battery and network of the device, as the start page shows them. */
export function useStatus() {
  const now = ref(Date.now());
  const online = ref(navigator.onLine);
  const battery = ref<number>();

  const clock = setInterval(() => {
    now.value = Date.now();
  }, 5_000);
  const onLine = () => {
    online.value = navigator.onLine;
  };
  window.addEventListener('online', onLine);
  window.addEventListener('offline', onLine);
  const stopBattery = watchBattery((level) => {
    battery.value = Math.round(level * 100);
  });
  onScopeDispose(() => {
    clearInterval(clock);
    window.removeEventListener('online', onLine);
    window.removeEventListener('offline', onLine);
    stopBattery();
  });
  return { now, online, battery };
}
