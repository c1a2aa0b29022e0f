import { describe, expect, it } from 'vitest';
import { commandOf, keysOf } from './keyMap.ts';
import type { PressedKey } from './keyMap.ts';

function press(key: string, ...held: ('ctrl' | 'meta' | 'alt' | 'shift' | 'altGraph')[]): PressedKey {
  return {
    key,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
    getModifierState: (name) => name === 'AltGraph' && held.includes('altGraph'),
  };
}

describe('commandOf', () => {
  it('finds tools, colours and the rest', () => {
    expect(commandOf(press('a'))).toEqual({ kind: 'tool', tool: 'arrow' });
    expect(commandOf(press('3'))).toEqual({ kind: 'color', index: 2 });
    expect(commandOf(press(' '))).toEqual({ kind: 'freeze' });
    expect(commandOf(press('Delete'))).toEqual({ kind: 'remove' });
  });

  it('tells one level of a key from another', () => {
    expect(commandOf(press('z', 'ctrl'))).toEqual({ kind: 'undo' });
    expect(commandOf(press('Z', 'meta', 'shift'))).toEqual({ kind: 'redo' });
    expect(commandOf(press('c'))).toEqual({ kind: 'clearMine' });
    expect(commandOf(press('C', 'shift'))).toEqual({ kind: 'clearAll' });
  });

  it('takes Shift and a digit for a picture, and a digit that is written with Shift for a colour', () => {
    expect(commandOf({ ...press('"', 'shift'), code: 'Digit2' })).toEqual({ kind: 'picture', index: 1 });
    expect(commandOf({ ...press('2', 'shift'), code: 'Digit2' })).toEqual({ kind: 'color', index: 1 });
    expect(commandOf({ ...press('2'), code: 'Digit2' })).toEqual({ kind: 'color', index: 1 });
    expect(commandOf(press('S', 'shift'))).toEqual({ kind: 'share' });
  });

  it('leaves the browser its own keys', () => {
    for (const key of ['c', 'f', 'r', 't', 'p', 'd']) expect(commandOf(press(key, 'ctrl'))).toBeUndefined();
    expect(commandOf(press('d', 'alt'))).toBeUndefined();
  });

  it('knows brackets that are written with AltGr, and plus on any layout', () => {
    expect(commandOf(press('[', 'ctrl', 'alt', 'altGraph'))).toEqual({ kind: 'width', step: -1 });
    expect(commandOf(press('+'))).toEqual({ kind: 'width', step: 1 });
    expect(commandOf(press('+', 'shift'))).toEqual({ kind: 'width', step: 1 });
  });
});

it('shows the keys it acts on', () => {
  expect(keysOf({ kind: 'redo' })).toEqual(['Ctrl', 'Shift', 'Z']);
  expect(keysOf({ kind: 'tool', tool: 'laser' })).toEqual(['L']);
  expect(keysOf({ kind: 'width', step: 1 })).toEqual([']']);
  expect(keysOf({ kind: 'freeze' })).toEqual(['F']);
  expect(keysOf({ kind: 'picture', index: 2 })).toEqual(['Shift', '3']);
});
