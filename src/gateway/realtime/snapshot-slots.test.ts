import { describe, expect, it } from 'vitest';
import { SnapshotSlots } from './snapshot-slots.ts';

describe('snapshot slots', () => {
  function track() {
    const slots = new SnapshotSlots(4, 2);
    const granted: string[] = [];
    const request = (userId: string, n = 1): (() => void)[] =>
      Array.from({ length: n }, () => slots.request(userId, () => granted.push(userId)));
    return { slots, granted, request };
  }

  it('gives one user no more than their share, while others get theirs at once', () => {
    const { slots, granted, request } = track();
    request('greedy', 16);
    expect(granted).toEqual(['greedy', 'greedy']);
    expect(slots.contended).toBe(false);
    request('admin');
    expect(granted).toEqual(['greedy', 'greedy', 'admin']);
  });

  it('serves waiting users in turn, however many requests each has', () => {
    const { slots, granted, request } = track();
    const held = [...request('a', 2), ...request('b', 2)];
    request('a', 10);
    request('b', 10);
    request('c');
    request('d', 3);
    expect(slots.contended).toBe(true);
    granted.length = 0;
    for (const release of held) release();
    expect(granted).toEqual(['a', 'c', 'b', 'd']);
  });

  it('forgets a request that is given up, and frees a slot once', () => {
    const { slots, granted, request } = track();
    const held = [...request('a', 2), ...request('b', 2)];
    const [giveUp] = request('c');
    giveUp?.();
    expect(slots.contended).toBe(false);
    held[0]?.();
    held[0]?.();
    granted.length = 0;
    request('d', 2);
    expect(granted).toEqual(['d']);
  });
});
