import { z } from 'zod';
import { Id } from './ids.ts';

/** The scope of what works on every page. Another scope is the name of a page: shortcuts of two pages never meet. */
export const EVERYWHERE = 'everywhere';
/** What one user may change on a console. */
const MAX_CHOICES = 300;
/** How many users' choices a console keeps. */
const MAX_USERS = 100;

/** An action that has a shortcut. `keys`: one key (`a`, `?`, `Delete`), two in sequence (`g l`), or a chord (`Mod+k`). */
export interface ShortcutDefinition {
  readonly id: string;
  readonly keys: string;
  readonly scope: string;
  /** Whether only a single key will do, because lists compare each key by itself. */
  readonly single?: boolean;
}

/** What a user has chosen for an action: its keys, or null for none. Whether they can be used is decided on reading. */
export const ShortcutChoice = z.object({
  action: z.string().min(1).max(80),
  keys: z.string().min(1).max(40).nullable(),
});
export type ShortcutChoice = z.infer<typeof ShortcutChoice>;
/** The choices of the users of a console. */
export const ShortcutChoices = z
  .array(z.object({ userId: Id, keys: z.array(ShortcutChoice).max(MAX_CHOICES) }))
  .max(MAX_USERS);
export type ShortcutChoices = z.infer<typeof ShortcutChoices>;

const NO_CHOICES: readonly ShortcutChoice[] = [];

/** Returns what a user has chosen. */
export function choicesOf(
  all: ShortcutChoices | undefined,
  userId: string | null,
): readonly ShortcutChoice[] {
  return all?.find((one) => one.userId === userId)?.keys ?? NO_CHOICES;
}

/** Returns the choices of all after a user has changed theirs. The user who changed last is kept longest. */
export function withChoicesOf(
  all: ShortcutChoices,
  userId: string,
  keys: readonly ShortcutChoice[],
): ShortcutChoices {
  const others = all.filter((one) => one.userId !== userId);
  if (keys.length === 0) return others;
  return [...others.slice(-(MAX_USERS - 1)), { userId, keys: keys.slice(-MAX_CHOICES) }];
}

/** Why keys cannot be a shortcut. */
export type KeyRefusal = 'form' | 'list' | 'text' | 'browser' | 'single';

/** Keys that move in lists, dialogs and fields. */
const LIST_KEYS = new Set(
  'Enter Escape Tab Space Backspace ArrowUp ArrowDown ArrowLeft ArrowRight Home End PageUp PageDown F2'.split(
    ' ',
  ),
);
/** Chords that edit text. */
const TEXT_KEYS = new Set(['a', 'c', 'v', 'x', 'y', 'z', 'Enter', 'Backspace', 'Delete', 'Insert']);
/** Keys that a browser or the system acts on before the page can, or whose loss would harm. */
const BROWSER_KEYS = new Set('F1 F3 F5 F6 F7 F10 F11 F12 ContextMenu PrintScreen'.split(' '));
const BROWSER_CHORDS = new Set('d g h j l m n o p q r s t u w + - = , 0 1 2 3 4 5 6 7 8 9'.split(' '));
/** Named keys that may stand alone. */
const NAMED_KEYS = new Set(['Delete', 'Insert', 'F4', 'F8', 'F9']);

/** Returns why keys cannot be a shortcut, or null if they can. */
export function refusedKeys(keys: string, single = false): KeyRefusal | null {
  if (keys.startsWith('Mod+')) {
    const key = keys.slice('Mod+'.length);
    if (single) return 'single';
    if (TEXT_KEYS.has(key)) return 'text';
    if (BROWSER_CHORDS.has(key) || BROWSER_KEYS.has(key)) return 'browser';
    if (LIST_KEYS.has(key)) return 'list';
    return isSign(key) ? null : 'form';
  }
  const parts = keys.split(' ');
  if (parts.some((part) => LIST_KEYS.has(part))) return 'list';
  if (parts.some((part) => BROWSER_KEYS.has(part))) return 'browser';
  if (parts.length > 2) return 'form';
  if (parts.length === 2) return single ? 'single' : parts.every(isSign) ? null : 'form';
  return isSign(keys) || NAMED_KEYS.has(keys) ? null : 'form';
}

/** Whether a key writes one visible character, as shortcuts name it: letters are small. */
function isSign(key: string): boolean {
  return [...key].length === 1 && /[^\s\p{C}]/u.test(key) && key === key.toLowerCase();
}

/** Whether two shortcuts cannot stand side by side: they are the same, or one begins the other. */
export function keysClash(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);
}

/** Whether the pages of two shortcuts meet. */
export function scopesMeet(a: string, b: string): boolean {
  return a === b || a === EVERYWHERE || b === EVERYWHERE;
}

/** A choice that cannot be followed: the keys are not usable, or another action has them. */
export interface KeyProblem {
  readonly action: string;
  readonly keys: string;
  readonly why: KeyRefusal | 'taken';
}

/** The keys of each action; null for those without. */
export interface Keymap {
  readonly keys: ReadonlyMap<string, string | null>;
  readonly problems: readonly KeyProblem[];
}

/**
 * Returns the keys in force. What a user has chosen comes before the standard keys, an earlier choice before a later one; what
 * cannot be used falls back to the standard keys, and these to none where they are taken. Unknown actions are left out.
 */
export function keymapOf(
  definitions: readonly ShortcutDefinition[],
  choices: readonly ShortcutChoice[],
): Keymap {
  const byId = new Map(definitions.map((one) => [one.id, one]));
  const keys = new Map<string, string | null>();
  const problems: KeyProblem[] = [];
  const isTaken = (wanted: string, scope: string): boolean =>
    definitions.some(({ id, scope: other }) => {
      const held = keys.get(id) ?? null;
      return held !== null && scopesMeet(scope, other) && keysClash(held, wanted);
    });
  for (const choice of choices) {
    const definition = byId.get(choice.action);
    if (definition === undefined || keys.has(choice.action)) continue;
    if (choice.keys === null) {
      keys.set(choice.action, null);
      continue;
    }
    const refusal = choice.keys === definition.keys ? null : refusedKeys(choice.keys, definition.single);
    const why = refusal ?? (isTaken(choice.keys, definition.scope) ? 'taken' : null);
    if (why === null) keys.set(choice.action, choice.keys);
    else problems.push({ action: choice.action, keys: choice.keys, why });
  }
  for (const { id, keys: standard, scope } of definitions) {
    if (keys.has(id)) continue;
    const taken = isTaken(standard, scope);
    keys.set(id, taken ? null : standard);
    if (taken) problems.push({ action: id, keys: standard, why: 'taken' });
  }
  return { keys, problems };
}

/** Returns the actions that new keys of an action would collide with. */
export function clashesOf(
  definitions: readonly ShortcutDefinition[],
  keymap: Keymap,
  action: string,
  wanted: string,
): readonly string[] {
  const own = definitions.find(({ id }) => id === action);
  if (own === undefined) return [];
  return definitions.flatMap(({ id, scope }) => {
    const held = keymap.keys.get(id) ?? null;
    const clash = id !== action && held !== null && scopesMeet(scope, own.scope) && keysClash(held, wanted);
    return clash ? [id] : [];
  });
}

/** Returns a user's choices after an action was given keys, null for none, and those in `without` lost theirs. */
export function withKeys(
  definitions: readonly ShortcutDefinition[],
  choices: readonly ShortcutChoice[],
  action: string,
  keys: string | null,
  without: readonly string[] = [],
): readonly ShortcutChoice[] {
  const standard = definitions.find(({ id }) => id === action)?.keys;
  const changed = new Set([action, ...without]);
  const others = choices.filter((one) => !changed.has(one.action));
  const taken = without.map((id) => ({ action: id, keys: null }));
  // The newest choice comes first: it is the one that was asked about.
  return keys === standard ? [...others, ...taken] : [{ action, keys }, ...others, ...taken];
}

/** Returns a user's choices after two actions have exchanged their keys, or null if the other cannot have them. */
export function withSwap(
  definitions: readonly ShortcutDefinition[],
  choices: readonly ShortcutChoice[],
  action: string,
  wanted: string,
  other: string,
): readonly ShortcutChoice[] | null {
  const before = keymapOf(definitions, choices);
  const given = before.keys.get(action) ?? null;
  const definition = definitions.find(({ id }) => id === other);
  if (given === null || definition === undefined) return null;
  if (given !== definition.keys && refusedKeys(given, definition.single) !== null) return null;
  const next = withKeys(definitions, withKeys(definitions, choices, other, given), action, wanted);
  const after = keymapOf(definitions, next);
  const followed = after.keys.get(action) === wanted && after.keys.get(other) === given;
  return followed && after.problems.length <= before.problems.length ? next : null;
}
