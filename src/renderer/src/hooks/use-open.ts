import { type KeyboardEvent, useState } from 'react';

/** Whether something is open: by its owner where the owner says so, else by itself. */
export function useOpen(
  open: boolean | undefined,
  onOpenChange: ((open: boolean) => void) | undefined,
): readonly [boolean, (open: boolean) => void] {
  const [own, setOwn] = useState(false);
  const change = (next: boolean): void => {
    setOwn(next);
    onOpenChange?.(next);
  };
  return [open ?? own, change];
}

/**
 * Closes a layer by Esc pressed inside it. Radix gives Esc to its topmost layer only, and a toast that came meanwhile is
 * one: without this, whoever works in a dialog would have to close every toast first.
 */
export function closeOnEscape(close: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    close();
  };
}
