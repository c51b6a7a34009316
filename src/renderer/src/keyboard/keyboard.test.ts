import { describe, expect, it } from 'vitest';
import { sparkPath } from '../lib/spark-path.ts';
import { createMatcher } from './hotkey-match.ts';
import { nextIndex } from './list-keys.ts';

const press = (key: string, mods: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...mods,
});
const COMBOS = ['g l', 'g i', 'Mod+k', '?', '['];

describe('hotkeys', () => {
  it('match single keys, chords and sequences', () => {
    const match = createMatcher();
    expect(match(press('?'), COMBOS, true, 0)).toBe('?');
    expect(match(press('k', { ctrlKey: true }), COMBOS, true, 0)).toBe('Mod+k');
    expect(match(press('K', { metaKey: true }), COMBOS, true, 0)).toBe('Mod+k');
    expect(match(press('g'), COMBOS, true, 10)).toBeNull();
    expect(match(press('i'), COMBOS, true, 300)).toBe('g i');
  });

  it('forget a sequence that waited too long or was broken', () => {
    const match = createMatcher();
    match(press('g'), COMBOS, true, 0);
    expect(match(press('l'), COMBOS, true, 5000)).toBeNull();
    match(press('g'), COMBOS, true, 6000);
    match(press('x'), COMBOS, true, 6100);
    expect(match(press('l'), COMBOS, true, 6200)).toBeNull();
  });

  it('leave plain keys alone where somebody types, chords never', () => {
    const match = createMatcher();
    expect(match(press('?'), COMBOS, false, 0)).toBeNull();
    match(press('g'), COMBOS, false, 0);
    expect(match(press('l'), COMBOS, true, 10)).toBeNull();
    expect(match(press('k', { ctrlKey: true }), COMBOS, false, 0)).toBe('Mod+k');
  });

  it('do not take plain letters pressed with Ctrl', () => {
    const match = createMatcher();
    expect(match(press('g', { ctrlKey: true }), COMBOS, true, 0)).toBeNull();
    expect(match(press('l'), COMBOS, true, 10)).toBeNull();
    expect(match(press('?', { altKey: true }), COMBOS, true, 0)).toBeNull();
  });
});

describe('list keys', () => {
  it('move within the list', () => {
    expect(nextIndex('ArrowDown', -1, 3, 10)).toBe(0);
    expect(nextIndex('ArrowDown', 2, 3, 10)).toBe(2);
    expect(nextIndex('ArrowUp', -1, 3, 10)).toBe(0);
    expect(nextIndex('End', 0, 3, 10)).toBe(2);
    expect(nextIndex('PageDown', 0, 30, 10)).toBe(10);
    expect(nextIndex('PageUp', 5, 30, 10)).toBe(0);
    expect(nextIndex('x', 0, 3, 10)).toBeNull();
    expect(nextIndex('Home', 0, 0, 10)).toBeNull();
  });
});

describe('sparkline', () => {
  it('stays in its box and stands on zero', () => {
    const { line } = sparkPath([0, 10, 5], 100, 24);
    expect(line).toBe('M0 22.5L50 1.5L100 12');
    expect(sparkPath([5, 5], 100, 24).line).toBe('M0 1.5L100 1.5');
    expect(sparkPath([0, 0], 100, 24).line).toBe('M0 22.5L100 22.5');
    expect(sparkPath([1], 100, 24).line).toBe('');
  });
});
