import { cpus, loadavg, release, totalmem } from 'node:os';
import { spreadOf, type Spread } from './pairs.ts';

export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  kernel: string;
  node: string;
  load: number;
  /** The same work done again and again, milliseconds: how far the machine itself drifts. */
  noise: Spread;
}

const ROUNDS = 25;

/** Describes the machine and how unsteady it is right now. */
export function lookAtMachine(): Machine {
  const times = Array.from({ length: ROUNDS }, () => {
    const since = performance.now();
    let sum = 0;
    for (let step = 0; step < 2e7; step++) sum = (sum + step * 31) | 0;
    // Kept, so that nobody may leave the loop out.
    return performance.now() - since + (sum === 0.5 ? 1 : 0);
  }).slice(5);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.versions.node,
    load: loadavg()[0] ?? 0,
    noise: spreadOf(times),
  };
}

export function describeMachine({ cpu, cores, memoryGb, kernel, node, load, noise }: Machine): string {
  const off = (value: number) => `${Math.round((value / noise.median - 1) * 100)} %`;
  return `${cpu}, ${cores} cores, ${memoryGb} GB, Linux ${kernel}, Node ${node}; load ${load.toFixed(1)}; the same loop ${noise.median.toFixed(1)} ms, quarters ${off(noise.low)} .. +${off(noise.high)}, ends ${off(noise.min)} .. +${off(noise.max)}`;
}
