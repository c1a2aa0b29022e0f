import { expect, it } from 'vitest';
import { levelOf } from './audioLevel.ts';
import { SoundStarter } from './playSound.ts';

const heldBack = () => Promise.reject(new DOMException('', 'NotAllowedError'));

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

it('says when sound is held back, and the next touch or key starts it', async () => {
  const page = new EventTarget();
  const said: boolean[] = [];
  let touched = false;
  const element = { play: () => (touched ? Promise.resolve() : heldBack()) };
  const starter = new SoundStarter((blocked) => said.push(blocked), page);
  await starter.play([element]);
  await starter.play();
  expect(said).toEqual([true]);
  touched = true;
  page.dispatchEvent(new Event('keydown'));
  await settle();
  expect(said).toEqual([true, false]);
});

it('takes an element that was replaced while starting for no refusal', async () => {
  const said: boolean[] = [];
  const starter = new SoundStarter((blocked) => said.push(blocked), new EventTarget());
  await starter.play([{ play: () => Promise.reject(new DOMException('', 'AbortError')) }]);
  expect(said).toEqual([]);
  starter.close();
});

it('measures loudness between a quiet room and a loud voice', () => {
  const tone = (size: number) => Float32Array.from({ length: 512 }, (_, at) => size * Math.sin(at / 3));
  expect(levelOf(new Float32Array(512))).toBe(0);
  expect(levelOf(tone(0.003))).toBeGreaterThan(0);
  expect(levelOf(tone(0.05))).toBeGreaterThan(levelOf(tone(0.01)));
  expect(levelOf(tone(1))).toBe(1);
});
