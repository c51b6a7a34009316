import { describe, expect, it } from 'vitest';
import { FEATURES } from '../features/index.ts';
import { createTopics, isStale, type Stale } from './topics.ts';

const topics = createTopics(FEATURES.map((feature) => feature.topics ?? {}));

const notice = (...changed: { topic: string; keys: string[] | null }[]): Stale => topics.staleAfter(changed);

describe('what a notice makes stale', () => {
  it('concerns queries of its topic and of those that read it', () => {
    const stale = notice({ topic: 'payments', keys: ['p1'] });
    expect(isStale(['payments', 'list'], undefined, stale)).toBe(true);
    expect(isStale(['figures', 'chart', '24h'], undefined, stale)).toBe(true);
    expect(isStale(['activity', 'list'], undefined, stale)).toBe(true);
    expect(isStale(['inventory', 'list'], undefined, stale)).toBe(false);
    expect(isStale(['settings'], undefined, stale)).toBe(false);
  });

  it('leaves queries about other records alone', () => {
    const stale = notice({ topic: 'chat', keys: ['c1', 'c2'] });
    expect(isStale(['chat', 'messages', 'c1'], 'c1', stale)).toBe(true);
    expect(isStale(['chat', 'messages', 'c3'], 'c3', stale)).toBe(false);
    expect(isStale(['chat', 'list'], undefined, stale)).toBe(true);
  });

  it('knows a record inside a compound key, and only whole', () => {
    const stale = notice({ topic: 'inventory', keys: ['item-1:loc-1'] });
    expect(isStale(['inventory', 'item', 'item-1'], 'item-1', stale)).toBe(true);
    expect(isStale(['inventory', 'item', 'item'], 'item', stale)).toBe(false);
  });

  it('takes too many to name as all', () => {
    expect(isStale(['chat', 'messages', 'c3'], 'c3', notice({ topic: 'chat', keys: null }))).toBe(true);
    const many = Array.from({ length: 600 }, (_, i) => `c${i}`);
    expect(isStale(['chat', 'messages', 'x'], 'x', notice({ topic: 'chat', keys: many }))).toBe(true);
    const both = notice({ topic: 'chat', keys: null }, { topic: 'chat', keys: ['c1'] });
    expect(isStale(['chat', 'messages', 'c9'], 'c9', both)).toBe(true);
  });

  it('reaches rows that show the outbox', () => {
    expect(isStale(['inventory', 'list'], undefined, notice({ topic: 'outbox', keys: null }))).toBe(true);
    expect(isStale(['figures', 'chart'], undefined, notice({ topic: 'outbox', keys: null }))).toBe(false);
  });
});
