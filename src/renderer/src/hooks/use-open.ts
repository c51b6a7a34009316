import { type KeyboardEvent, useState } from 'react';
import { isPlain } from '../keyboard/key-press.ts';

/** The open state of a layer: controlled by its owner if given, else by itself. */
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
 * Closes a layer on Esc pressed inside it. Radix only gives Esc to the topmost layer, and a toast that appears
 * meanwhile is one: without this, Esc in a dialog would close the toasts first.
 */
export function closeOnEscape(close: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Escape' || !isPlain(event) || event.nativeEvent.isComposing) return;
    event.stopPropagation();
    close();
  };
}
