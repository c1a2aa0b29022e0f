import { useLocalStorage } from '@vueuse/core';
import { computed, ref } from 'vue';
import type { Command } from './keyMap.ts';
import { palette, widths } from './tools.ts';
import type { Tool } from './tools.ts';

/** What is in the hand. Colour and width are kept on this device; the tool begins as the pen. */
export function useDrawTools() {
  const tool = ref<Tool>('pen');
  const colorIndex = useLocalStorage('fernblick.drawColor', 0);
  const widthIndex = useLocalStorage('fernblick.drawWidth', 1);
  const color = computed(() => palette[colorIndex.value]?.value ?? palette[0].value);
  const width = computed(() => widths[widthIndex.value] ?? widths[1]);

  /** @returns whether the command concerned the tools */
  function run(command: Command): boolean {
    switch (command.kind) {
      case 'tool':
        tool.value = command.tool;
        return true;
      case 'color':
        colorIndex.value = command.index;
        if (tool.value === 'select') tool.value = 'pen';
        return true;
      case 'width':
        widthIndex.value = Math.min(widths.length - 1, Math.max(0, widthIndex.value + command.step));
        return true;
      default:
        return false;
    }
  }

  return { tool, color, colorIndex, width, widthIndex, run };
}

export type DrawTools = ReturnType<typeof useDrawTools>;
