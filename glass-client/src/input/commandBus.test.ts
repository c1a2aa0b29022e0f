import { effectScope, ref } from 'vue';
import type { EffectScope } from 'vue';
import { afterEach, expect, it, vi } from 'vitest';
import {
  activeCommands,
  answerDanger,
  asking,
  choose,
  dispatch,
  isOffered,
  useCommands,
} from './commandBus.ts';

const scopes: EffectScope[] = [];
function screen(...args: Parameters<typeof useCommands>): EffectScope {
  const scope = effectScope();
  scope.run(() => {
    useCommands(...args);
  });
  scopes.push(scope);
  return scope;
}
afterEach(() => {
  for (const scope of scopes.splice(0)) scope.stop();
  asking.value = undefined;
});

it('only the screen in front takes commands, except for the global ones', () => {
  const [home, photo, close] = [vi.fn(), vi.fn(), vi.fn()];
  screen('help', { home });
  screen('call', { takePhoto: photo });
  const sheet = screen('chat', { back: close });

  expect(dispatch('takePhoto')).toBe(false);
  expect(dispatch('home')).toBe(true);
  expect(dispatch('back')).toBe(true);
  expect(activeCommands.value).toEqual(['home', 'back']);
  expect(isOffered('call', 'takePhoto')).toBe(true);

  sheet.stop();
  expect(dispatch('takePhoto')).toBe(true);
  expect([home, photo, close].map((spy) => spy.mock.calls.length)).toEqual([1, 1, 1]);
});

it('follows what is possible at the moment', () => {
  const torch = ref(false);
  const run = vi.fn();
  screen('call', { lightOff: { run, enabled: () => torch.value } });
  expect(dispatch('lightOff')).toBe(false);
  torch.value = true;
  expect(activeCommands.value).toContain('lightOff');
  expect(dispatch('lightOff')).toBe(true);
});

it('does nothing dangerous before it was confirmed', () => {
  const end = vi.fn();
  screen('call', { endCall: end });
  dispatch('endCall');
  expect(asking.value).toBe('endCall');
  // The question lies in front of the screen, as the dialog does.
  screen('confirm', {
    confirm: () => {
      answerDanger(true);
    },
  });
  expect(end).not.toHaveBeenCalled();
  answerDanger(false);
  expect(end).not.toHaveBeenCalled();
  expect(asking.value).toBeUndefined();

  scopes.pop()?.stop();
  dispatch('endCall');
  answerDanger(true);
  expect(end).toHaveBeenCalledOnce();
});

it('digits pick the item of a list, or else the command of the bar, dangers asking back all the same', () => {
  const [second, end] = [vi.fn(), vi.fn()];
  screen('call', { endCall: end }, { bar: () => ['endCall'] });
  expect(choose(1)).toBe(true);
  expect(end).not.toHaveBeenCalled();
  expect(asking.value).toBe('endCall');

  screen('cases', {}, { choices: () => [vi.fn(), second] });
  expect(choose(2)).toBe(true);
  expect(second).toHaveBeenCalledOnce();
  expect(choose(3)).toBe(false);
});
