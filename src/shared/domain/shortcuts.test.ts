import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  choicesOf,
  clashesOf,
  EVERYWHERE,
  keymapOf,
  keysClash,
  refusedKeys,
  type ShortcutChoice,
  type ShortcutDefinition,
  scopesMeet,
  withChoicesOf,
  withKeys,
  withSwap,
} from './shortcuts.ts';

const DEFINITIONS: readonly ShortcutDefinition[] = [
  { id: 'help', keys: '?', scope: EVERYWHERE },
  { id: 'live', keys: 'g l', scope: EVERYWHERE },
  { id: 'next', keys: 'j', scope: EVERYWHERE, single: true },
  { id: 'labels', keys: 'l', scope: 'chat' },
  { id: 'find', keys: 'Mod+f', scope: 'chat' },
  { id: 'adjust', keys: 'a', scope: 'inventory' },
  { id: 'acknowledge', keys: 'a', scope: 'alerts' },
];

const sign = fc.constantFrom('a', 'b', 'g', 'j', 'l', '?', 'ж');
const keys = fc.oneof(
  sign,
  fc.tuple(sign, sign).map((two) => two.join(' ')),
  sign.map((one) => `Mod+${one}`),
  fc.constantFrom('Escape', 'Mod+t', 'F5', 'G', '', 'g l x', 'Delete'),
  fc.string({ maxLength: 6 }),
);
const choice: fc.Arbitrary<ShortcutChoice> = fc.record({
  action: fc.constantFrom(...DEFINITIONS.map(({ id }) => id), 'unknown'),
  keys: fc.option(keys),
});

/** The pairs of actions that would act on the same key press. */
function clashing(held: ReadonlyMap<string, string | null>): string[] {
  return DEFINITIONS.flatMap((a, index) =>
    DEFINITIONS.slice(index + 1).flatMap((b) => {
      const [one, two] = [held.get(a.id) ?? null, held.get(b.id) ?? null];
      const clash = one !== null && two !== null && scopesMeet(a.scope, b.scope) && keysClash(one, two);
      return clash ? [`${a.id} ${b.id}`] : [];
    }),
  );
}

describe('the keymap', () => {
  it('never has two actions on one key, and every action in it, whatever was stored', () => {
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 12 }), (choices) => {
        const map = keymapOf(DEFINITIONS, choices);
        expect([...map.keys.keys()].sort()).toEqual(DEFINITIONS.map(({ id }) => id).sort());
        expect(clashing(map.keys)).toEqual([]);
        expect(keymapOf(DEFINITIONS, choices)).toEqual(map);
        for (const { id, keys: standard, single } of DEFINITIONS) {
          const held = map.keys.get(id) ?? null;
          if (held !== null && held !== standard) expect(refusedKeys(held, single)).toBeNull();
        }
      }),
    );
  });

  it('follows what was asked: keys that clash with nothing are given, and taken ones are once their owners lose them', () => {
    fc.assert(
      fc.property(
        fc.array(choice, { maxLength: 8 }),
        fc.constantFrom(...DEFINITIONS),
        keys,
        (choices, { id, single }, wanted) => {
          fc.pre(refusedKeys(wanted, single) === null);
          const clashes = clashesOf(DEFINITIONS, keymapOf(DEFINITIONS, choices), id, wanted);
          const after = keymapOf(DEFINITIONS, withKeys(DEFINITIONS, choices, id, wanted, clashes));
          expect(after.keys.get(id)).toBe(wanted);
          for (const other of clashes) expect(after.keys.get(other)).toBeNull();
        },
      ),
    );
  });

  it('swaps both or nothing', () => {
    fc.assert(
      fc.property(
        fc.array(choice, { maxLength: 8 }),
        fc.constantFrom(...DEFINITIONS),
        fc.constantFrom(...DEFINITIONS),
        (choices, a, b) => {
          const before = keymapOf(DEFINITIONS, choices);
          const wanted = before.keys.get(b.id) ?? null;
          fc.pre(a.id !== b.id && wanted !== null);
          const next = withSwap(DEFINITIONS, choices, a.id, wanted ?? '', b.id);
          if (next === null) return;
          const after = keymapOf(DEFINITIONS, next);
          expect(after.keys.get(a.id)).toBe(wanted);
          expect(after.keys.get(b.id)).toBe(before.keys.get(a.id));
        },
      ),
    );
    const swapped = withSwap(DEFINITIONS, [], 'labels', 'Mod+f', 'find');
    expect(keymapOf(DEFINITIONS, swapped ?? []).keys.get('find')).toBe('l');
    // A list compares single keys only.
    expect(withSwap(DEFINITIONS, [], 'live', 'j', 'next')).toBeNull();
  });

  it('falls back to the standard keys with a note, and leaves out what it does not know', () => {
    const map = keymapOf(DEFINITIONS, [
      { action: 'unknown', keys: 'x' },
      { action: 'help', keys: 'Escape' },
      { action: 'live', keys: 'l' },
    ]);
    expect(map.keys.get('help')).toBe('?');
    expect(map.keys.get('live')).toBe('l');
    expect(map.keys.get('labels')).toBeNull();
    expect(map.keys.has('unknown')).toBe(false);
    expect(map.problems).toEqual([
      { action: 'help', keys: 'Escape', why: 'list' },
      { action: 'labels', keys: 'l', why: 'taken' },
    ]);
  });

  it('knows that a key which begins a sequence is taken, and that two pages never meet', () => {
    expect(keysClash('g', 'g l')).toBe(true);
    expect(keysClash('g l', 'g')).toBe(true);
    expect(keysClash('g l', 'g i')).toBe(false);
    expect(keysClash('l', 'g l')).toBe(false);
    const map = keymapOf(DEFINITIONS, []);
    expect(map.problems).toEqual([]);
    expect(clashesOf(DEFINITIONS, map, 'adjust', 'g')).toEqual(['live']);
    expect(clashesOf(DEFINITIONS, map, 'adjust', 'l')).toEqual([]);
    expect(clashesOf(DEFINITIONS, map, 'help', 'a')).toEqual(['adjust', 'acknowledge']);
  });
});

describe('keys', () => {
  it('are refused with the reason', () => {
    const refusals = { Escape: 'list', F2: 'list', 'Mod+c': 'text', 'Mod+t': 'browser', F5: 'browser' };
    for (const [combo, why] of Object.entries(refusals)) expect(refusedKeys(combo)).toBe(why);
    for (const bad of ['', ' ', 'a b c', 'A', 'Foo', 'Mod+', 'Mod+K', 'g Delete'])
      expect(refusedKeys(bad), bad).not.toBeNull();
    for (const good of ['a', '?', 'ß', 'ж', 'Delete', 'g l', 'Mod+k', 'Mod+e'])
      expect(refusedKeys(good)).toBeNull();
    expect(refusedKeys('g l', true)).toBe('single');
  });
});

it('keeps the choices of a bounded number of users', () => {
  let all = withChoicesOf([], 'me', [{ action: 'help', keys: 'h' }]);
  expect(choicesOf(all, 'me')).toHaveLength(1);
  expect(choicesOf(all, 'you')).toEqual([]);
  for (let user = 0; user < 150; user++)
    all = withChoicesOf(all, `u${user}`, [{ action: 'help', keys: 'h' }]);
  expect(all).toHaveLength(100);
  expect(choicesOf(all, 'u149')).toHaveLength(1);
  expect(withChoicesOf(all, 'u149', [])).toHaveLength(99);
});
