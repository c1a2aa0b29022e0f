interface ZoomRange {
  min: number;
  max: number;
}

/** One press nearer or wider: the same share of the picture at every zoom. */
const STEP = 1.5;

/** The zoom after one press, within what the camera can. */
export function zoomStep({ min, max }: ZoomRange, now: number, direction: 1 | -1): number {
  const from = Math.max(now, min, (max - min) / 100);
  return Math.min(max, Math.max(min, direction > 0 ? from * STEP : from / STEP));
}

/** Cameras count from 1, from 100 or from 0; people read times. */
export function zoomWords({ min, max }: ZoomRange, now: number): string {
  if (min <= 0) return `${Math.round((100 * (now - min)) / (max - min))} %`;
  return `${(now / min).toFixed(1)} ×`;
}
