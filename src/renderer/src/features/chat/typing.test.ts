import { describe, expect, it } from 'vitest';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { mergeTyping } from './typing.ts';

const typing = (
  conversationId: string,
  expiresAt: number,
  who: 'user' | 'customer' = 'customer',
): SignalMessage => ({
  type: 'typing',
  conversationId,
  name: 'Ann',
  who,
  expiresAt,
});

describe('mergeTyping', () => {
  it('keeps customers only and lets them expire', () => {
    const first = mergeTyping(new Map(), [typing('a', 6_000), typing('b', 6_000, 'user')], 1_000);
    expect([...first.keys()]).toEqual(['a']);
    expect([...mergeTyping(first, [], 6_001).keys()]).toEqual([]);
  });

  it('does not trust a clock that is far ahead, nor one that is behind', () => {
    expect(mergeTyping(new Map(), [typing('a', 9_999_999)], 1_000).get('a')?.until).toBe(9_000);
    expect(mergeTyping(new Map(), [typing('a', 0)], 1_000).get('a')?.until).toBe(2_000);
  });

  it('is bounded', () => {
    const many = Array.from({ length: 500 }, (_, i) => typing(`c${i}`, 6_000));
    expect(mergeTyping(new Map(), many, 0).size).toBe(200);
  });
});
