import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RingSound } from './RingSound.ts';
import type { RingContext } from './RingSound.ts';

/** A context that counts the tones; it runs only once somebody has touched the page. */
function fakeContext(running: boolean) {
  const started: number[] = [];
  const param = {
    value: 0,
    setValueAtTime: vi.fn(),
    linearRampToValueAtTime: vi.fn(),
    exponentialRampToValueAtTime: vi.fn(),
  };
  const node = { connect: (next: unknown) => next };
  const context = {
    state: running ? 'running' : 'suspended',
    currentTime: 10,
    destination: {},
    createOscillator: () => ({
      ...node,
      frequency: { ...param },
      start: (at: number) => started.push(at),
      stop: vi.fn(),
    }),
    createGain: () => ({ ...node, gain: { ...param } }),
    resume: vi.fn(() => Promise.resolve()),
    close: vi.fn(() => Promise.resolve()),
  };
  return { context, started, made: context as unknown as RingContext };
}

describe('RingSound', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('rings at once and again until it is stopped', async () => {
    const { context, started, made } = fakeContext(true);
    const blocked = vi.fn();
    const sound = new RingSound(blocked, () => made);
    sound.start();
    expect(started).toHaveLength(4);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(started).toHaveLength(12);
    sound.stop();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(started).toHaveLength(12);
    expect(context.close).toHaveBeenCalledOnce();
    expect(blocked).not.toHaveBeenCalledWith(true);
  });

  it('says when the browser holds it back, and rings after a touch', async () => {
    const { context, started, made } = fakeContext(false);
    const blocked = vi.fn();
    const sound = new RingSound(blocked, () => made);
    sound.start();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(started).toHaveLength(0);
    expect(blocked).toHaveBeenLastCalledWith(true);
    context.resume.mockImplementation(() => {
      context.state = 'running';
      return Promise.resolve();
    });
    await sound.unblock();
    expect(blocked).toHaveBeenLastCalledWith(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(started).toHaveLength(4);
    sound.stop();
  });
});
