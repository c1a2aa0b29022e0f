import type { Tool } from './tools.ts';

/** What a key does. The drawing page knows the drawing ones, the call all of them. */
export type Command =
  | { kind: 'tool'; tool: Tool }
  | { kind: 'color'; index: number }
  | { kind: 'width'; step: -1 | 1 }
  /** One of the call's live pictures, counted from 0. */
  | { kind: 'picture'; index: number }
  | {
      kind:
        | 'undo'
        | 'redo'
        | 'clearMine'
        | 'clearAll'
        | 'remove'
        | 'cancel'
        | 'freeze'
        | 'snapshot'
        | 'mute'
        | 'share'
        | 'layout'
        | 'fullscreen'
        | 'drawer';
    };

const tool = (name: Tool): Command => ({ kind: 'tool', tool: name });

/** The one table: it acts and it is shown in the tooltips. The first key of a command is the one shown. */
const keys: readonly [string, Command][] = [
  ['l', tool('laser')],
  ['p', tool('pen')],
  ['a', tool('arrow')],
  ['e', tool('ellipse')],
  ['r', tool('rectangle')],
  ['t', tool('text')],
  ['s', tool('select')],
  ...[0, 1, 2, 3, 4, 5].map((index): [string, Command] => [String(index + 1), { kind: 'color', index }]),
  ['[', { kind: 'width', step: -1 }],
  // German keyboards have brackets only on a third level.
  ['-', { kind: 'width', step: -1 }],
  [']', { kind: 'width', step: 1 }],
  ['+', { kind: 'width', step: 1 }],
  ['ctrl+z', { kind: 'undo' }],
  ['ctrl+shift+z', { kind: 'redo' }],
  ['ctrl+y', { kind: 'redo' }],
  ['c', { kind: 'clearMine' }],
  ['shift+c', { kind: 'clearAll' }],
  ['delete', { kind: 'remove' }],
  ['backspace', { kind: 'remove' }],
  ['escape', { kind: 'cancel' }],
  ['f', { kind: 'freeze' }],
  [' ', { kind: 'freeze' }],
  ['x', { kind: 'snapshot' }],
  ['m', { kind: 'mute' }],
  ['shift+s', { kind: 'share' }],
  ['g', { kind: 'layout' }],
  ['shift+f', { kind: 'fullscreen' }],
  ['d', { kind: 'drawer' }],
];
const byKey = new Map(keys);

export interface PressedKey {
  key: string;
  /** The key's place on the keyboard, for digits that are written with Shift on some layouts. */
  code?: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  getModifierState(name: string): boolean;
}

/** The command of a pressed key, by the character it gives: layouts differ, letters stay letters. */
export function commandOf(event: PressedKey): Command | undefined {
  // AltGr is told as Ctrl+Alt by some systems and writes characters.
  const third = event.getModifierState('AltGraph');
  if (event.altKey && !third) return undefined;
  const picture = pictureOf(event);
  if (picture) return picture;
  const ctrl = (event.ctrlKey || event.metaKey) && !third;
  const key = event.key.toLowerCase();
  const shift = event.shiftKey && /^[a-z]$/.test(key);
  return byKey.get(`${ctrl ? 'ctrl+' : ''}${shift ? 'shift+' : ''}${key}`);
}

/** Shift and a digit; where Shift writes the digit itself, it means the digit. */
function pictureOf({ key, code, shiftKey, ctrlKey, metaKey }: PressedKey): Command | undefined {
  const digit = /^Digit([1-9])$/.exec(code ?? '')?.[1];
  if (!digit || !shiftKey || ctrlKey || metaKey || /^[0-9]$/.test(key)) return undefined;
  return { kind: 'picture', index: Number(digit) - 1 };
}

/** The keys to show for a command, such as `['Ctrl', 'Z']`. */
export function keysOf(command: Command): string[] {
  if (command.kind === 'picture') return ['Shift', String(command.index + 1)];
  const found = keys.find(([, candidate]) => JSON.stringify(candidate) === JSON.stringify(command));
  return (found?.[0] ?? '')
    .split('+')
    .flatMap((part) => (part ? [keyNames[part] ?? part.toUpperCase()] : []));
}

const keyNames: Record<string, string> = {
  ctrl: 'Ctrl',
  shift: 'Shift',
  delete: 'Del',
  escape: 'Esc',
  ' ': 'Space',
};

/** Whether a key is meant for what has the focus: a field, a menu, a dialog. */
export function isForControl(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return true;
  if (target.closest('[role="dialog"],[role="alertdialog"],[role="menu"],[role="listbox"]')) return true;
  // Space and Enter press the button that has the focus.
  return (key === ' ' || key === 'Enter') && target.closest('button,a') !== null;
}
