import { fitRect } from '@fernblick/shared/annotation';
import type { Rect, Size } from '@fernblick/shared/annotation';

/** So much of a picture's area may be hidden for the sake of a display without margins. */
const MAY_HIDE = 0.015;

/**
 * Where a picture lies in its container, in pixels; element and strokes both go by it. It fills the container
 * when that hides next to nothing, and otherwise is seen whole: the expert may have drawn at its very edge.
 */
export function pictureRect(container: Size, frame: Size): Rect {
  const cover = fitRect(container, frame, 'cover');
  const seen = (container.width * container.height) / (cover.width * cover.height);
  return seen >= 1 - MAY_HIDE ? cover : fitRect(container, frame, 'contain');
}
