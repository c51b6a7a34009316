import { describe, expect, it } from 'vitest';
import { nextAfter } from './next-after.ts';

describe('the conversation after a resolved one', () => {
  it('is the one below, or above the end', () => {
    expect(nextAfter(['a', 'b', 'c'], 'b', 1)).toBe('c');
    expect(nextAfter(['a', 'b', 'c'], 'c', 2)).toBe('b');
    expect(nextAfter(['a'], 'a', 0)).toBeNull();
    expect(nextAfter([], 'a', 0)).toBeNull();
  });

  it('is the same if the list has dropped the resolved one already', () => {
    expect(nextAfter(['a', 'c'], 'b', 1)).toBe('c');
    expect(nextAfter(['a', 'b'], 'c', 2)).toBe('b');
  });
});
