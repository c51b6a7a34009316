import type { KeyPress } from './key-press.ts';

/** The second key of a sequence must come within this time, ms. */
export const SEQUENCE_MS = 1200;

/** Returns the name that a key has in shortcuts: letters are small, and the space bar has a word. */
export function namedKey(key: string): string {
  if (key === ' ') return 'Space';
  return [...key].length === 1 ? key.toLowerCase() : key;
}

/** What a key press is to shortcuts: a plain key, a chord with Ctrl or ⌘, or nothing, with the reason. */
export type Pressed =
  | { readonly kind: 'plain' | 'chord'; readonly keys: string }
  | { readonly kind: 'none'; readonly why: 'alt' | 'shift' | 'modifier' };

const MODIFIERS: ReadonlySet<string> = new Set([
  'Control',
  'Shift',
  'Alt',
  'Meta',
  'AltGraph',
  'CapsLock',
  'Dead',
  'Process',
  'Unidentified',
]);

/** Reads a key press. One home for what a shortcut can be, when it is pressed and when it is recorded. */
export function pressedKeys(event: KeyPress): Pressed {
  if (MODIFIERS.has(event.key)) return { kind: 'none', why: 'modifier' };
  if (event.altKey) return { kind: 'none', why: 'alt' };
  const key = namedKey(event.key);
  const chord = event.ctrlKey || event.metaKey;
  // Symbols such as ? may need Shift, letters do not: Shift G is not G, Ctrl Shift K is the browser's.
  if (event.shiftKey && (chord || /^\p{L}$/u.test(key))) return { kind: 'none', why: 'shift' };
  return chord ? { kind: 'chord', keys: `Mod+${key}` } : { kind: 'plain', keys: key };
}

/** Creates a matcher. Given a key press and the known combinations, it returns the one that is complete, or null. */
export function createMatcher(): (
  event: KeyPress,
  combos: readonly string[],
  plainAllowed: boolean,
  now: number,
) => string | null {
  let first: { key: string; at: number } | null = null;
  return (event, combos, plainAllowed, now) => {
    const pressed = pressedKeys(event);
    if (pressed.kind === 'none') {
      if (pressed.why === 'shift') first = null;
      return null;
    }
    if (pressed.kind === 'chord' || !plainAllowed) {
      first = null;
      return pressed.kind === 'chord' && combos.includes(pressed.keys) ? pressed.keys : null;
    }
    const key = pressed.keys;
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
