import type { KeyPress } from './key-press.ts';

/** Actions by keys: `'g l'` in sequence, `'Mod+k'` together, `'?'` alone. */
export type Hotkeys = Readonly<Record<string, () => void>>;

/** The second key of a sequence must come within this time, ms. */
const SEQUENCE_MS = 1200;

/** Creates a matcher. Given a key press and the known combinations, it returns the one that is complete, or null. */
export function createMatcher(): (
  event: KeyPress,
  combos: readonly string[],
  plainAllowed: boolean,
  now: number,
) => string | null {
  let first: { key: string; at: number } | null = null;
  return (event, combos, plainAllowed, now) => {
    if (event.altKey) return null;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    // Symbols such as ? may need Shift, letters do not: Shift G is not G, Ctrl Shift K is the browser's.
    const shifted = event.shiftKey && /^\p{L}$/u.test(key);
    if (event.ctrlKey || event.metaKey || shifted) {
      first = null;
      if (event.shiftKey) return null;
      return combos.find((combo) => combo === `Mod+${key}`) ?? null;
    }
    if (!plainAllowed) {
      first = null;
      return null;
    }
    const pending = first !== null && now - first.at <= SEQUENCE_MS ? `${first.key} ${key}` : null;
    first = null;
    if (pending !== null && combos.includes(pending)) return pending;
    if (combos.includes(key)) return key;
    if (combos.some((combo) => combo.startsWith(`${key} `))) first = { key, at: now };
    return null;
  };
}

/** Whether keys pressed at this target are text input. */
export function describesTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.tagName === 'INPUT' ||
    target.tagName === 'TEXTAREA' ||
    target.tagName === 'SELECT'
  );
}
