/** Emoji in a row of the picker. */
export const COLUMNS = 8;

/** Returns the cell that a key moves to in a grid, or null for other keys. The ends stop it. */
export function moveInGrid(key: string, at: number, count: number, rtl = false): number | null {
  if (count === 0) return null;
  const clamp = (index: number): number => Math.max(0, Math.min(count - 1, index));
  const forward = rtl ? 'ArrowLeft' : 'ArrowRight';
  const back = rtl ? 'ArrowRight' : 'ArrowLeft';
  if (key === forward) return clamp(at + 1);
  if (key === back) return clamp(at - 1);
  switch (key) {
    case 'ArrowDown':
      return at + COLUMNS < count ? at + COLUMNS : at;
    case 'ArrowUp':
      return at - COLUMNS >= 0 ? at - COLUMNS : at;
    case 'Home':
      return at - (at % COLUMNS);
    case 'End':
      return clamp(at - (at % COLUMNS) + COLUMNS - 1);
    case 'PageDown':
      return clamp(at + 5 * COLUMNS);
    case 'PageUp':
      return clamp(at - 5 * COLUMNS);
    default:
      return null;
  }
}
