import { expect, test } from 'vitest';
import { startMode } from './main.ts';
import { PlainError } from './Steps.mjs';

test('start knows its options and refuses all others before it does anything', () => {
  expect(startMode([])).toBe('plain');
  expect(startMode(['--demo'])).toBe('demo');
  expect(startMode(['--remove-demo'])).toBe('remove-demo');
  for (const options of [['--port', '80'], ['demo'], ['--demo', '--remove-demo'], ['']]) {
    expect(() => startMode(options)).toThrow(PlainError);
  }
});
