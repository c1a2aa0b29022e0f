const RING_MS = 3_000;
const tones = [
  { at: 0, hertz: 523 },
  { at: 0.2, hertz: 659 },
  { at: 0.6, hertz: 523 },
  { at: 0.8, hertz: 659 },
];

/** Rings and shakes until the returned function is called. Where the browser blocks sound it stays a shaking picture. */
export function ringTone(): () => void {
  const context = new AudioContext();
  const ring = () => {
    if ('vibrate' in navigator) navigator.vibrate([400, 200, 400]);
    void context.resume().catch(() => undefined);
    for (const { at, hertz } of tones) {
      const start = context.currentTime + at;
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = hertz;
      // A short rise and fall, or it clicks.
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(0.25, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.001, start + 0.32);
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.32);
    }
  };
  ring();
  const timer = setInterval(ring, RING_MS);
  return () => {
    clearInterval(timer);
    if ('vibrate' in navigator) navigator.vibrate(0);
    void context.close();
  };
}
