/** The part of a keyboard event that matters here. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * Whether a key is pressed alone. With Ctrl, ⌘, Alt or Shift it means something else, to the window's shortcuts or to the
 * system, and a list or a field must leave it to them.
 */
export function isPlain({ ctrlKey, metaKey, altKey, shiftKey }: KeyPress): boolean {
  return !ctrlKey && !metaKey && !altKey && !shiftKey;
}

/** Whether a key press sends what is being written: Enter, also with Ctrl or ⌘. With Shift or Alt it starts a line. */
export function isSend({ key, altKey, shiftKey }: KeyPress): boolean {
  return key === 'Enter' && !altKey && !shiftKey;
}
