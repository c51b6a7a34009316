import { useEffect, useRef } from 'react';
import { createMatcher, describesTyping, type Hotkeys } from '../keyboard/hotkey-match.ts';
import { useUi } from '../stores/ui.ts';

export type { Hotkeys } from '../keyboard/hotkey-match.ts';

/** What has the letters for itself: a dialog, and a menu, whose entries are found by their first letters. */
const IN_FRONT = '[role="dialog"][data-state="open"]:not([data-popover]), [role="menu"][data-state="open"]';

/**
 * Handles keys while mounted: `{ 'g l': …, 'Mod+k': …, '?': … }`. Plain keys are ignored while the user types, while a
 * dialog or a menu is open, and when they are turned off; chords with Mod always work.
 */
export function useHotkeys(keys: Hotkeys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const match = createMatcher();
    const listener = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const plainAllowed =
        useUi.getState().singleKeys &&
        !describesTyping(event.target) &&
        document.querySelector(IN_FRONT) === null;
      const action = match(event, Object.keys(current.current), plainAllowed, event.timeStamp);
      if (action === null) return;
      event.preventDefault();
      current.current[action]?.();
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
