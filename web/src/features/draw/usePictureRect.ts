import { fitRect } from '@fernblick/shared/annotation';
import type { Rect, Size } from '@fernblick/shared/annotation';
import { useElementSize } from '@vueuse/core';
import { computed } from 'vue';
import type { Ref } from 'vue';

/** Where the picture lies in its stage, whole and centred; CSS pixels. Undefined before its size is known. */
export function usePictureRect(
  stage: Readonly<Ref<HTMLElement | null>>,
  frame: Readonly<Ref<Size | undefined>>,
) {
  const { width, height } = useElementSize(stage);
  const rect = computed((): Rect | undefined => {
    if (!frame.value || width.value === 0 || height.value === 0) return undefined;
    const fitted = fitRect({ width: width.value, height: height.value }, frame.value, 'contain');
    // Whole pixels, so that canvas and picture share their edges.
    return {
      x: Math.round(fitted.x),
      y: Math.round(fitted.y),
      width: Math.round(fitted.width),
      height: Math.round(fitted.height),
    };
  });
  const style = computed(() => {
    const { x, y, width: w, height: h } = rect.value ?? { x: 0, y: 0, width: 0, height: 0 };
    return { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` };
  });
  return { rect, style };
}
