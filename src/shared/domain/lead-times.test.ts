import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leadTimeOf, MIN_DELIVERIES } from './lead-times.ts';
import { DAY_MS } from './time.ts';

const taking = (...days: number[]) => days.map((day) => ({ placedAt: 1, arrivedAt: 1 + day * DAY_MS }));

describe('leadTimeOf', () => {
  it('is the mean and the deviation of a sample', () => {
    expect(leadTimeOf(taking(2, 4, 6))).toEqual({ deliveries: 3, days: 4, deviation: 2 });
  });

  it('says nothing about fewer than three deliveries', () => {
    expect(leadTimeOf(taking(2, 4))).toBeNull();
    expect(MIN_DELIVERIES).toBe(3);
  });

  it('lies between the fastest and the slowest, in any order', () => {
    const some = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 3, maxLength: 50 });
    fc.assert(
      fc.property(some, (days) => {
        const found = leadTimeOf(taking(...days));
        expect(found?.days).toBeGreaterThanOrEqual(Math.min(...days) - 1e-9);
        expect(found?.days).toBeLessThanOrEqual(Math.max(...days) + 1e-9);
        expect(found?.deviation).toBeGreaterThanOrEqual(0);
        expect(leadTimeOf(taking(...days.toReversed()))?.days).toBeCloseTo(found?.days ?? -1, 9);
      }),
    );
  });
});
