import { type RefObject, useEffect, useRef } from 'react';
import { createMatcher, describesTyping } from '../keyboard/hotkey-match.ts';
import type { ShortcutId } from '../lib/feature.ts';
import { currentKeymap } from '../stores/shortcuts.ts';
import { useUi } from '../stores/ui.ts';

/** What to do, by the shortcut that asks for it. Esc cannot be given to others, and has no entry. */
export type Hotkeys = Readonly<Partial<Record<ShortcutId | 'Escape', () => void>>>;

/** The shortcuts on screen, in the order in which they appeared: where two have the same key, the first acts. */
const shown = new Set<RefObject<Hotkeys>>();
// One matcher for all: the second key of a sequence must not be taken by a page that has it alone.
const match = createMatcher();

function handlers(): Map<string, () => void> {
  const { keys } = currentKeymap();
  const byCombo = new Map<string, () => void>();
  for (const { current } of shown)
    for (const [id, run] of Object.entries(current)) {
      const combo = id === 'Escape' ? id : (keys.get(id) ?? null);
      if (combo !== null && run !== undefined && !byCombo.has(combo)) byCombo.set(combo, run);
    }
  return byCombo;
}

/** What has the letters for itself: a dialog, and a menu, whose entries are found by their first letters. */
const IN_FRONT = '[role="dialog"][data-state="open"]:not([data-popover]), [role="menu"][data-state="open"]';

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const plainAllowed =
    useUi.getState().singleKeys &&
    !describesTyping(event.target) &&
    document.querySelector(IN_FRONT) === null;
  const byCombo = handlers();
  const combo = match(event, [...byCombo.keys()], plainAllowed, event.timeStamp);
  if (combo === null) return;
  event.preventDefault();
  byCombo.get(combo)?.();
}

/**
 * Acts on shortcuts while mounted: `{ 'shortcuts.palette': …, 'shortcuts.help': … }`, with the keys that the user has chosen for
 * them. Plain keys are ignored while the user types, while a dialog or a menu is open, and when they are turned off; chords always work.
 */
export function useHotkeys(keys: Hotkeys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    if (shown.size === 0) window.addEventListener('keydown', onKeyDown);
    shown.add(current);
    return () => {
      shown.delete(current);
      if (shown.size === 0) window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}
