import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { companyOf, endWriting, mergePresence, type Presence } from './presence.ts';

const viewing = (
  userId: string,
  more: Partial<{ hasDraft: boolean; expiresAt: number; in: string }> = {},
) => ({
  type: 'viewing' as const,
  conversationId: more.in ?? 'k',
  userId,
  name: userId.toUpperCase(),
  hasDraft: more.hasDraft ?? false,
  expiresAt: more.expiresAt ?? 25_000,
});
const typing = (userId: string, who: 'user' | 'customer' = 'user'): SignalMessage => ({
  type: 'typing',
  conversationId: 'k',
  userId,
  name: userId.toUpperCase(),
  who,
  expiresAt: 6_000,
});
const merge = (known: Presence, signals: readonly SignalMessage[], now = 0): Presence =>
  mergePresence(known, signals, { now, userId: 'me' });
const company = (known: Presence, now = 0) => companyOf(known.get('k'), now);

describe('colleagues in a conversation', () => {
  it('look, keep a draft, write, and stop when they say nothing more', () => {
    const there = merge(new Map(), [
      viewing('eva'),
      viewing('ben', { hasDraft: true }),
      viewing('ann'),
      typing('ann'),
    ]);
    expect(company(there)).toEqual({ writing: ['ANN'], drafting: ['BEN'], looking: ['EVA'] });
    expect(company(there, 6_000)).toEqual({ writing: [], drafting: ['BEN'], looking: ['ANN', 'EVA'] });
    expect(company(there, 25_000)).toEqual({ writing: [], drafting: [], looking: [] });
    expect(merge(there, [], 25_000).size).toBe(0);
  });

  it('leave at once when they say so, and never include the user or a customer', () => {
    const there = merge(new Map(), [viewing('eva'), viewing('me'), typing('ann', 'customer')]);
    expect(company(there).looking).toEqual(['EVA']);
    expect(merge(there, [viewing('eva', { expiresAt: 0 })]).size).toBe(0);
  });

  it('write for a moment after a viewing signal came between', () => {
    const there = merge(merge(new Map(), [typing('ann')]), [viewing('ann', { hasDraft: true })]);
    expect(company(there).writing).toEqual(['ANN']);
    expect(company(there, 7_000).drafting).toEqual(['ANN']);
  });

  it('no longer write once their message is there', () => {
    const there = merge(new Map(), [typing('ann'), viewing('ann'), typing('ben')]);
    const after = endWriting(there, 'k', 'ann');
    expect(company(after)).toEqual({ writing: ['BEN'], drafting: [], looking: ['ANN'] });
    for (const [id, user] of [
      ['k', 'ann'],
      ['k', 'nobody'],
      ['other', 'ben'],
    ] as const)
      expect(endWriting(after, id, user)).toBe(after);
  });

  it('are not believed a clock that is far ahead or behind', () => {
    expect(
      merge(new Map(), [viewing('eva', { expiresAt: 9e12 })])
        .get('k')
        ?.get('eva')?.until,
    ).toBe(30_000);
    expect(
      merge(new Map(), [viewing('eva', { expiresAt: 5 })], 90_000)
        .get('k')
        ?.get('eva')?.until,
    ).toBe(91_000);
  });

  it('are bounded, and the map stays the same where nothing changes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 60 })), { maxLength: 900 }),
        (pairs) => {
          const there = merge(
            new Map(),
            pairs.map(([k, user]) => viewing(`u${user}`, { in: `k${k}` })),
          );
          expect(there.size).toBeLessThanOrEqual(200);
          for (const colleagues of there.values()) expect(colleagues.size).toBeLessThanOrEqual(20);
          expect(merge(there, [])).toBe(there);
        },
      ),
      { numRuns: 20 },
    );
  });
});
