import { type KeyRefusal, refusedKeys } from '#shared/domain/shortcuts.ts';
import { pressedKeys } from '../../../keyboard/hotkey-match.ts';
import type { KeyPress } from '../../../keyboard/key-press.ts';

/** What has been pressed so far: nothing, the first key of what may be a sequence, or all of a shortcut. */
export type Recording =
  | { readonly kind: 'empty' }
  | { readonly kind: 'first'; readonly keys: string }
  | { readonly kind: 'refused'; readonly keys: string | null; readonly why: KeyRefusal | 'alt' | 'shift' }
  | { readonly kind: 'complete'; readonly keys: string };

export const NOTHING_PRESSED: Recording = { kind: 'empty' };

/** Returns what a key press makes of a recording; null for a key that is not part of it, such as Shift alone. */
export function recordKey(before: Recording, press: KeyPress, single: boolean): Recording | null {
  const pressed = pressedKeys(press);
  if (pressed.kind === 'none')
    return pressed.why === 'modifier' ? null : { kind: 'refused', keys: null, why: pressed.why };
  if (pressed.kind === 'plain' && before.kind === 'first')
    return judge(`${before.keys} ${pressed.keys}`, single);
  const maySequence = pressed.kind === 'plain' && !single && refusedKeys(`${pressed.keys} a`) === null;
  return maySequence ? { kind: 'first', keys: pressed.keys } : judge(pressed.keys, single);
}

/** Ends a recording whose second key did not come. */
export function endRecording(before: Recording, single: boolean): Recording {
  return before.kind === 'first' ? judge(before.keys, single) : before;
}

function judge(keys: string, single: boolean): Recording {
  const why = refusedKeys(keys, single);
  return why === null ? { kind: 'complete', keys } : { kind: 'refused', keys, why };
}
