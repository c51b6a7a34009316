import type { SessionState } from '#shared/bridge/session.ts';
import {
  choicesOf,
  type Keymap,
  keymapOf,
  type ShortcutChoice,
  type ShortcutDefinition,
  withChoicesOf,
} from '#shared/domain/shortcuts.ts';
import { bridge } from '../bridge/client.ts';
import { namedKey } from '../keyboard/hotkey-match.ts';
import { isPlain, type KeyPress } from '../keyboard/key-press.ts';
import type { ShortcutGroup, ShortcutId } from '../lib/feature.ts';
import { useSession } from './session.ts';

/** The shortcuts of all features, as they are without a user's choice. */
let declared: readonly ShortcutDefinition[] = [];
let groups: readonly ShortcutGroup[] = [];
/** The keymap of the choices that it was made from. */
let made: { readonly from: readonly [unknown, unknown]; readonly keymap: Keymap } | null = null;

/** Sets the shortcuts that there are. Called once, by the catalog of features. */
export function declareShortcuts(all: readonly ShortcutGroup[]): void {
  groups = all;
  declared = all.flatMap(({ scope, shortcuts }) =>
    shortcuts
      .filter(({ fixed }) => fixed !== true)
      .map(({ label, keys, single = false }) => ({ id: label, keys: comboOf(keys), scope, single })),
  );
}

/** Returns keys as one shortcut: `Mod+k` together, `g l` one after the other. */
export function comboOf(keys: readonly string[]): string {
  return keys.join(keys[0] === 'Mod' ? '+' : ' ');
}

/** All shortcuts, in the groups that they are listed in. */
export function shortcutGroups(): readonly ShortcutGroup[] {
  return groups;
}

/** The shortcuts that there are, with their standard keys. */
export function shortcutDefinitions(): readonly ShortcutDefinition[] {
  return declared;
}

/** What the signed-in user has chosen on this console. */
export function shortcutChoices(state = useSession.getState()): readonly ShortcutChoice[] {
  return choicesOf(state.settings?.shortcuts, userOf(state.session));
}

function userOf(session: SessionState | null): string | null {
  return session?.user?.id ?? null;
}

/** Returns the keys in force for the signed-in user. */
export function currentKeymap(state = useSession.getState()): Keymap {
  const choices = shortcutChoices(state);
  if (made?.from[0] === declared && made.from[1] === choices) return made.keymap;
  const keymap = keymapOf(declared, choices);
  made = { from: [declared, choices], keymap };
  return keymap;
}

/** Returns the keys in force, and again after each change. */
export function useKeymap(): Keymap {
  return useSession(currentKeymap);
}

/** Returns the keys of an action; null if it has none. */
export function useKeys(id: ShortcutId): string | null {
  return useSession((state) => currentKeymap(state).keys.get(id) ?? null);
}

/** Saves what the signed-in user has chosen, for this and all other windows of the console. Rejects if it was not saved. */
export async function saveShortcuts(choices: readonly ShortcutChoice[]): Promise<void> {
  const { session, settings } = useSession.getState();
  const userId = userOf(session);
  if (userId === null || settings === null) return;
  const shortcuts = withChoicesOf(settings.shortcuts, userId, choices);
  useSession.setState({ settings: await bridge.call('settings.set', { shortcuts }) });
}

/** Returns a key press as lists understand it: the keys for the next and the previous row are arrows. */
export function listPress(press: KeyPress): KeyPress {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = press;
  if (!isPlain(press)) return press;
  const { keys } = currentKeymap();
  const pressed = namedKey(key);
  const arrow =
    pressed === keys.get('shortcuts.next')
      ? 'ArrowDown'
      : pressed === keys.get('shortcuts.previous')
        ? 'ArrowUp'
        : key;
  return { key: arrow, ctrlKey, metaKey, altKey, shiftKey };
}
