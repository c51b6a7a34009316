import { describe, expect, it } from 'vitest';
import { sparkPath } from '../lib/spark-path.ts';
import { createMatcher } from './hotkey-match.ts';
import { isSend, type KeyPress } from './key-press.ts';
import { nextIndex } from './list-keys.ts';

const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
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

  it('take Shift for symbols only', () => {
    const match = createMatcher();
    expect(match(press('?', { shiftKey: true }), COMBOS, true, 0)).toBe('?');
    expect(match(press('K', { ctrlKey: true, shiftKey: true }), COMBOS, true, 0)).toBeNull();
    expect(match(press('G', { shiftKey: true }), COMBOS, true, 0)).toBeNull();
    expect(match(press('l'), COMBOS, true, 10)).toBeNull();
    // Caps Lock
    expect(match(press('G'), COMBOS, true, 20)).toBeNull();
    expect(match(press('L'), COMBOS, true, 30)).toBe('g l');
  });

  it('finish a sequence before anything that has its second key alone', () => {
    const match = createMatcher();
    const combos = [...COMBOS, 'i', 'l'];
    expect(match(press('g'), combos, true, 0)).toBeNull();
    expect(match(press('i'), combos, true, 100)).toBe('g i');
    expect(match(press('i'), combos, true, 200)).toBe('i');
    match(press('g'), combos, true, 300);
    expect(match(press('Shift', { shiftKey: true }), combos, true, 320)).toBeNull();
    expect(match(press('l'), combos, true, 340)).toBe('g l');
  });

  it('send with Enter, alone or with Ctrl or ⌘', () => {
    expect(isSend(press('Enter'))).toBe(true);
    expect(isSend(press('Enter', { ctrlKey: true }))).toBe(true);
    expect(isSend(press('Enter', { metaKey: true }))).toBe(true);
    expect(isSend(press('Enter', { shiftKey: true }))).toBe(false);
    expect(isSend(press('Enter', { altKey: true }))).toBe(false);
    expect(isSend(press('x'))).toBe(false);
  });
});

describe('list keys', () => {
  it('move within the list', () => {
    expect(nextIndex(press('ArrowDown'), -1, 3, 10)).toBe(0);
    expect(nextIndex(press('ArrowDown'), 2, 3, 10)).toBe(2);
    expect(nextIndex(press('ArrowUp'), -1, 3, 10)).toBe(0);
    expect(nextIndex(press('End'), 0, 3, 10)).toBe(2);
    expect(nextIndex(press('PageDown'), 0, 30, 10)).toBe(10);
    expect(nextIndex(press('PageUp'), 5, 30, 10)).toBe(0);
    expect(nextIndex(press('x'), 0, 3, 10)).toBeNull();
    expect(nextIndex(press('Home'), 0, 0, 10)).toBeNull();
  });

  it('leave keys with a modifier to others', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'shiftKey'] as const)
      for (const key of ['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp'])
        expect(nextIndex(press(key, { [modifier]: true }), 1, 3, 10)).toBeNull();
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
