import { isPlain, type KeyPress } from './key-press.ts';

/**
 * Returns the index that a key press moves the selection to, or null for other keys and for keys with Ctrl, ⌘, Alt or
 * Shift.
 */
export function nextIndex(press: KeyPress, current: number, count: number, pageSize: number): number | null {
  return isPlain(press) ? moveIndex(press.key, current, count, pageSize) : null;
}

/** Returns the index that a key moves the selection to, or null for other keys. */
export function moveIndex(key: string, current: number, count: number, pageSize: number): number | null {
  if (count === 0) return null;
  const clamp = (index: number): number => Math.min(count - 1, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return clamp(current + 1);
    case 'ArrowUp':
      return clamp(current < 0 ? 0 : current - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'PageDown':
      return clamp(Math.max(current, 0) + pageSize);
    case 'PageUp':
      return clamp(current - pageSize);
    default:
      return null;
  }
}
