/** How loud samples are, 0..1: from -60 dB (a quiet room) to -10 dB (a loud voice). */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length);
  const decibels = 10 * Math.log10(power + 1e-10);
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}

const INTERVAL_MS = 100;

/**
 * Tells how loud a track is, ten times a second: a meter that shows that one is heard. 0 while it is muted.
 * @returns a function that stops it
 */
export function watchLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    // Made before the page was touched it sleeps; asking again costs nothing.
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
    analyser.getFloatTimeDomainData(samples);
    onLevel(track.enabled ? levelOf(samples) : 0);
  }, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
