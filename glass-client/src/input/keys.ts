import { onScopeDispose } from 'vue';
import { choose, dispatch } from './commandBus.ts';
import { nextFocus } from './focusMovement.ts';
import type { Box, Direction } from './focusMovement.ts';

const directions: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

const focusable = 'button:not([disabled]), a[href], input, textarea, select';

/** What can have the focus now: in the thing in front if one lies over the screen, else in all. */
function focusables(): HTMLElement[] {
  const fronts = document.querySelectorAll<HTMLElement>('[data-front]');
  const within = fronts[fronts.length - 1] ?? document.body;
  return [...within.querySelectorAll<HTMLElement>(focusable)].filter(
    (element) => element.offsetWidth > 0 && !element.closest('[inert]'),
  );
}

/**
 * Gives the focus to the screen's first choice, marked `data-first`, or to the first thing that can have it.
 * @param anew also where something has the focus already: the list that was waited for is there
 */
export function focusFirst(anew = false): void {
  const all = focusables();
  if (!anew && all.some((element) => element === document.activeElement)) return;
  const first = all.find((element) => element.hasAttribute('data-first')) ?? all[0];
  first?.focus();
}

/** Where an element lies; the bar that stays at the display's foot counts as what it is, the end of the page. */
function boxOf(element: HTMLElement): Box {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const scroller = element.closest('.sheet') ?? document.documentElement;
  const below = element.closest('.command-bar')
    ? Math.max(0, scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop)
    : 0;
  return { left, top: top + below, right, bottom: bottom + below };
}

function move(direction: Direction): void {
  const all = focusables();
  const from = all.findIndex((element) => element === document.activeElement);
  if (from < 0) {
    focusFirst();
    return;
  }
  const next = nextFocus(all.map(boxOf), from, direction);
  if (next === undefined) return;
  all[next]?.focus();
  all[next]?.scrollIntoView({ block: 'nearest' });
}

function isText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type))
  );
}

/** In a text field the arrows move the caret as long as it can go on; then they move the focus. */
function movesCaret(target: EventTarget | null, direction: Direction): boolean {
  if (!(target instanceof HTMLTextAreaElement) && !(target instanceof HTMLInputElement)) return false;
  const { value, selectionStart, selectionEnd } = target;
  switch (direction) {
    case 'left':
      return selectionEnd !== 0;
    case 'right':
      return selectionStart !== value.length;
    case 'up':
    case 'down':
      return target instanceof HTMLTextAreaElement && value.includes('\n');
  }
}

/** @returns whether the key meant something */
function onKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return false;
  const typing = isText(event.target);
  const direction = directions[event.key];
  if (direction) {
    if (movesCaret(event.target, direction)) return false;
    move(direction);
    return true;
  }
  // Vuzix and Android's own remotes send GoBack where a keyboard has Escape.
  if (event.key === 'Escape' || event.key === 'GoBack' || event.key === 'BrowserBack')
    return dispatch('back');
  if (typing || event.repeat) return false;
  if (/^[1-9]$/.test(event.key)) return choose(Number(event.key));
  if (event.key === '?' || event.key === 'F1') return dispatch('help');
  return false;
}

/** Listens to keys for as long as the calling scope lives, and marks the page with how it is being used. */
export function useKeys(): void {
  const keydown = (event: KeyboardEvent) => {
    document.documentElement.dataset.input = 'keys';
    if (onKey(event)) event.preventDefault();
  };
  const pointerdown = () => {
    document.documentElement.dataset.input = 'pointer';
  };
  document.addEventListener('keydown', keydown);
  document.addEventListener('pointerdown', pointerdown, true);
  onScopeDispose(() => {
    document.removeEventListener('keydown', keydown);
    document.removeEventListener('pointerdown', pointerdown, true);
  });
}
