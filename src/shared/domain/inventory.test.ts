import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeThreshold } from '../../../tests/support/make/item.ts';
import {
  applyDelta,
  available,
  type Balance,
  EMPTY_BALANCE,
  pickThreshold,
  RESERVATION_STATUSES,
  recoverLevel,
  reservationCanBecome,
  reservationHolds,
  sumDemand,
  type Threshold,
} from './inventory.ts';

const delta = fc.record({
  onHand: fc.integer({ min: -50, max: 50 }),
  committed: fc.integer({ min: -50, max: 50 }),
  unavailable: fc.integer({ min: -50, max: 50 }),
});

describe('applyDelta', () => {
  it('never takes available below the backorder limit, nor a count below zero, over any sequence', () => {
    fc.assert(
      fc.property(fc.array(delta, { maxLength: 60 }), fc.integer({ min: 0, max: 20 }), (deltas, limit) => {
        let balance: Balance = EMPTY_BALANCE;
        for (const change of deltas) {
          const result = applyDelta(balance, change, limit);
          if (result.ok) {
            expect(result.balance).toEqual({
              onHand: balance.onHand + change.onHand,
              committed: balance.committed + change.committed,
              unavailable: balance.unavailable + change.unavailable,
            });
            balance = result.balance;
          } else if (result.refusal.code === 'insufficient_stock') {
            expect(result.refusal.available).toBe(available(balance));
          }
          expect(available(balance)).toBeGreaterThanOrEqual(-limit);
          expect(balance.committed).toBeGreaterThanOrEqual(0);
          expect(balance.unavailable).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('takes exactly what is available and not one more', () => {
    const balance = { onHand: 7, committed: 2, unavailable: 1 };
    expect(applyDelta(balance, { onHand: -4 })).toMatchObject({ ok: true });
    expect(applyDelta(balance, { onHand: -5 })).toEqual({
      ok: false,
      refusal: { code: 'insufficient_stock', available: 4 },
    });
    expect(applyDelta(balance, { committed: 6 }, 2)).toMatchObject({ ok: true });
    expect(applyDelta(balance, { committed: 7 }, 2)).toMatchObject({ ok: false });
  });

  it('lets a balance that is below its limit recover', () => {
    expect(applyDelta({ onHand: -9, committed: 0, unavailable: 0 }, { onHand: 1 })).toMatchObject({
      ok: true,
    });
  });

  it('refuses quantities out of range', () => {
    expect(applyDelta({ onHand: 2_147_483_647, committed: 0, unavailable: 0 }, { onHand: 1 })).toMatchObject({
      refusal: { code: 'invalid' },
    });
    const most = 2_147_483_647;
    const full = { onHand: most, committed: most, unavailable: 0 };
    for (const [balance, change] of [
      // Reserved twice: the sum is out of range.
      [full, { committed: most }],
      // Both quantities are in range, but not the way between them.
      [{ onHand: -most, committed: 0, unavailable: 0 }, { onHand: 2 * most }],
      [EMPTY_BALANCE, { onHand: 0.5 }],
    ] as const)
      expect(applyDelta(balance, change, most)).toMatchObject({ refusal: { code: 'invalid' } });
    expect(applyDelta(EMPTY_BALANCE, { committed: -1 })).toMatchObject({ refusal: { code: 'invalid' } });
  });
});

describe('sumDemand', () => {
  it('sums each key for any split of the lines', () => {
    const line = fc.record({
      item: fc.constantFrom('a', 'b', 'c'),
      quantity: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const demand = sumDemand(
          lines,
          (l) => l.item,
          (l) => l.quantity,
        );
        expect([...demand.values()].reduce((sum, q) => sum + q, 0)).toBe(
          lines.reduce((sum, l) => sum + l.quantity, 0),
        );
        expect([...demand.keys()].sort()).toEqual([...new Set(lines.map((l) => l.item))].sort());
      }),
    );
  });
});

describe('reservations', () => {
  it('end for good', () => {
    for (const from of ['fulfilled', 'released', 'expired'] as const) {
      for (const to of RESERVATION_STATUSES) expect(reservationCanBecome(from, to)).toBe(false);
    }
    expect(reservationCanBecome('active', 'fulfilled')).toBe(false);
    expect(reservationCanBecome('committed', 'expired')).toBe(false);
  });

  it('hold stock until they expire, to the millisecond', () => {
    expect(reservationHolds({ status: 'active', expiresAt: 100 }, 99)).toBe(true);
    expect(reservationHolds({ status: 'active', expiresAt: 100 }, 100)).toBe(false);
    expect(reservationHolds({ status: 'active', expiresAt: null }, 1e15)).toBe(true);
    expect(reservationHolds({ status: 'committed', expiresAt: 100 }, 1e15)).toBe(true);
    expect(reservationHolds({ status: 'released', expiresAt: null }, 0)).toBe(false);
  });
});

describe('thresholds', () => {
  const scoped = (
    itemId: string | null,
    locationId: string | null,
    category: string | null,
    lowAt: number,
  ): Threshold => makeThreshold({ itemId, locationId, category, lowAt });
  const scope = { itemId: 'i', locationId: 'l', category: 'c' };
  /** From the closest to the farthest. */
  const ladder = [
    scoped('i', 'l', null, 1),
    scoped('i', null, null, 2),
    scoped(null, 'l', 'c', 3),
    scoped(null, null, 'c', 4),
    scoped(null, 'l', null, 5),
    scoped(null, null, null, 6),
  ];

  it('are picked by the closest scope, in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(ladder, { minLength: 1 }), (some) => {
        expect(pickThreshold(some, scope)?.lowAt).toBe(Math.min(...some.map((t) => t.lowAt)));
      }),
    );
  });

  it('do not apply outside their scope', () => {
    const others = [
      scoped('j', null, null, 1),
      scoped(null, 'm', null, 2),
      scoped(null, null, 'd', 3),
      scoped('i', 'm', null, 4),
    ];
    expect(pickThreshold(others, scope)).toBeNull();
  });

  it('recover above the level they fire at', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (lowAt) => {
        expect(recoverLevel({ lowAt, recoverAt: null })).toBeGreaterThan(lowAt);
      }),
    );
    expect(recoverLevel({ lowAt: 5, recoverAt: null })).toBe(6);
    expect(recoverLevel({ lowAt: 25, recoverAt: null })).toBe(28);
    expect(recoverLevel({ lowAt: 5, recoverAt: 40 })).toBe(40);
  });
});
