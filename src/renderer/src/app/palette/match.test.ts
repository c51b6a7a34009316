import { describe, expect, it } from 'vitest';
import { keepSelected, matchEntries, matchNames } from './match.ts';

const PAGES = [['Live', '/live'], ['Inventory', '/inventory'], ['Chat', '/chat'], ['Live chat archive']];

describe('the palette', () => {
  it('tells whole words from parts of words', () => {
    expect(matchNames('dark', ['Use dark theme'])).toBe('word');
    expect(matchNames('Theme  DARK', ['Use dark theme'])).toBe('word');
    expect(matchNames('dar', ['Use dark theme'])).toBe('part');
    expect(matchNames('dark blue', ['Use dark theme'])).toBeNull();
    expect(matchNames('chat', ['Gespräche', '/chat'])).toBe('word');
    expect(matchNames('über', ['Über Quayside'])).toBe('word');
    expect(matchNames(' ', ['Live'])).toBe('part');
    expect(matchNames('/', ['Live'])).toBe('part');
  });

  it('puts entries with the whole word first and keeps the order of the others', () => {
    const names = (page: readonly string[]): readonly string[] => page;
    expect(matchEntries('chat', PAGES, names)).toEqual({ entries: [PAGES[2], PAGES[3]], byWord: true });
    expect(matchEntries('i', PAGES, names)).toEqual({
      entries: [PAGES[0], PAGES[1], PAGES[3]],
      byWord: false,
    });
    expect(matchEntries('', PAGES, names)).toEqual({ entries: PAGES, byWord: false });
  });

  it('keeps the selection while it can be opened', () => {
    expect(keepSelected('page:/chat', ['item:1', 'page:/chat'])).toBe('page:/chat');
    expect(keepSelected('item:9', ['item:1', 'page:/chat'])).toBe('item:1');
    expect(keepSelected('item:9', [])).toBe('');
  });
});
