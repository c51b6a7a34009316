import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BillingCredit,
  changeOf,
  costOf,
  PLANS,
  Plan,
  type PlanTerm,
  planAt,
  planOf,
  priceOf,
  stretchesOf,
  termsAfter,
  withCredits,
} from './billing.ts';
import { DAY_MS } from './time.ts';
import { usagePeriod } from './usage.ts';

const period = usagePeriod(Date.parse('2026-11-10T12:00:00Z'), 'Europe/Berlin');
const none = (): number => 0;
const plan = (key: string): Plan => planOf(key) as Plan;
const totalOf = (terms: readonly PlanTerm[], used: (meter: string) => number = none) =>
  costOf(terms, period, used)?.total;

describe('plans', () => {
  it('are valid, have keys of their own, and include more the more they cost', () => {
    for (const one of PLANS) expect(Plan.parse(one)).toEqual(one);
    expect(new Set(PLANS.map(({ key }) => key)).size).toBe(PLANS.length);
    for (const [i, { fee, meters }] of PLANS.entries()) {
      const before = PLANS[i - 1];
      if (!before) continue;
      expect(fee).toBeGreaterThan(before.fee);
      for (const { meter, included } of meters)
        expect(included).toBeGreaterThan(before.meters.find((one) => one.meter === meter)?.included ?? -1);
    }
    const steps = (upTo: (number | null)[]) => ({
      ...plan('growth'),
      meters: [{ meter: 'orders', included: 0, per: 1, tiers: upTo.map((end) => ({ upTo: end, price: 1 })) }],
    });
    for (const wrong of [[5], [null, 5], [5, 5, null], [9, 5, null]])
      expect(Plan.safeParse(steps(wrong)).success).toBe(false);
    expect(Plan.safeParse(steps([5, 9, null])).success).toBe(true);
  });
});

describe('the price of usage', () => {
  it('is that of each unit by the step that it falls into', () => {
    const price = fc.nat(500);
    const ends = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 4 });
    fc.assert(
      fc.property(
        ends,
        fc.array(price, { minLength: 5, maxLength: 5 }),
        fc.nat(50),
        fc.nat(400),
        fc.integer({ min: 1, max: 100 }),
        (upTos, prices, included, used, per) => {
          const sorted = upTos.toSorted((a, b) => a - b);
          const tiers = [...sorted, null].map((upTo, i) => ({ upTo, price: prices[i] ?? 0 }));
          let cost = 0;
          for (let unit = 1; unit <= used - included; unit += 1)
            cost += tiers.find(({ upTo }) => upTo === null || unit <= upTo)?.price ?? 0;
          const found = priceOf({ meter: 'orders', included, per, tiers }, used);
          expect(found.billed).toBe(Math.max(0, used - included));
          expect(found.amount).toBe(Math.floor(cost / per + 0.5));
        },
      ),
    );
  });

  it('is exact for quantities of any size', () => {
    const storage = {
      meter: 'storage',
      included: 0,
      per: 1_000_000_000,
      tiers: [{ upTo: null, price: 99_999 }],
    };
    expect(priceOf(storage, 1e12).amount).toBe(99_999_000);
    expect(priceOf(storage, 5_000).amount).toBe(0);
    expect(priceOf(storage, 5_001).amount).toBe(1);
  });
});

describe('the cost of a month', () => {
  it('is nothing before a plan is in force, and the share of the month after it', () => {
    expect(costOf([], period, none)).toBeNull();
    expect(costOf([{ startsAt: period.to, plan: 'growth' }], period, none)).toBeNull();
    expect(totalOf([{ startsAt: 0, plan: 'growth' }])).toBe(14_900);
    expect(totalOf([{ startsAt: period.from + 15 * DAY_MS, plan: 'growth' }])).toBe(7_450);
  });

  it('divides the fee where plans change, and prices usage by the last', () => {
    const at = period.from + 10 * DAY_MS;
    const terms = [
      { startsAt: at, plan: 'growth' },
      { startsAt: 0, plan: 'starter' },
    ];
    const cost = costOf(terms, period, (meter) => (meter === 'orders' ? 7_050 : 0));
    expect(cost?.lines).toEqual([
      {
        kind: 'fee',
        name: 'starter',
        quantity: 864_000,
        amount: 967,
        from: period.from,
        to: at,
        creditId: null,
      },
      {
        kind: 'fee',
        name: 'growth',
        quantity: 1_728_000,
        amount: 9_933,
        from: at,
        to: period.to,
        creditId: null,
      },
      // 5,000 for 1.00 and 50 for 0.70 a hundred.
      {
        kind: 'usage',
        name: 'orders',
        quantity: 5_050,
        amount: 5_035,
        from: period.from,
        to: period.to,
        creditId: null,
      },
    ]);
    expect(cost?.total).toBe(967 + 9_933 + 5_035);
  });

  it('has the whole fee in its parts, whenever and however often plans change, in months of any length', () => {
    const change = fc.record({ startsAt: fc.nat(), plan: fc.constantFrom(...PLANS.map(({ key }) => key)) });
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 6 }),
        fc.integer({ min: -14, max: 14 }),
        (changes, months) => {
          const month = usagePeriod(Date.parse('2026-06-15T00:00:00Z'), 'Europe/Berlin', months);
          const length = month.to - month.from;
          const terms = [
            { startsAt: 0, plan: 'scale' },
            ...changes.map(({ startsAt, plan: key }) => ({
              startsAt: month.from + (startsAt % length),
              plan: key,
            })),
          ];
          const distinct = [...new Map(terms.map((term) => [term.startsAt, term])).values()];
          const stretches = stretchesOf(distinct, month);
          expect(stretches[0]?.from).toBe(month.from);
          expect(stretches.at(-1)?.to).toBe(month.to);
          for (const [i, stretch] of stretches.entries())
            expect(stretch.to).toBe(stretches[i + 1]?.from ?? month.to);
          const fees = costOf(distinct, month, none)?.lines ?? [];
          expect(fees.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(Math.round(length / 1000));
          const exact = stretches.reduce((sum, s) => sum + (s.plan.fee * (s.to - s.from)) / length, 0);
          const told = fees.reduce((sum, { amount }) => sum + amount, 0);
          // A cent for each line, and seconds for milliseconds.
          expect(Math.abs(told - exact)).toBeLessThanOrEqual(stretches.length * 0.6);
        },
      ),
    );
  });
});

describe('a change of plan', () => {
  it('replaces the one that was to come, and choosing the plan in force takes that back', () => {
    const terms = [{ startsAt: 5, plan: 'starter' }];
    expect(planAt([], 9)).toEqual({ current: null, next: null });
    const later = termsAfter(terms, changeOf(terms, 'scale', 100, 9));
    expect(planAt(later, 9)).toEqual({ current: terms[0], next: { startsAt: 100, plan: 'scale' } });
    expect(planAt(later, 100).current?.plan).toBe('scale');
    expect(termsAfter(later, changeOf(later, 'starter', 9, 9))).toEqual(terms);
    expect(termsAfter(later, changeOf(later, 'growth', 9, 9))).toEqual([
      ...terms,
      { startsAt: 9, plan: 'growth' },
    ]);
  });
});

describe('credits', () => {
  const credit = (more: Partial<BillingCredit>): BillingCredit => ({
    ...{ id: 'c', amount: 5_000, remaining: 5_000, currency: 'USD', reason: 'Outage', at: 1 },
    ...more,
  });
  const cost = costOf([{ startsAt: 0, plan: 'starter' }], period, none);
  if (!cost) throw new Error('no cost');

  it('lower an invoice to nothing at most, the oldest first, and keep the rest', () => {
    const found = withCredits(
      cost,
      [credit({ id: 'b', at: 2 }), credit({ id: 'a', remaining: 900 })],
      period.to,
    );
    expect(found.total).toBe(0);
    expect(found.lines.slice(1).map(({ amount }) => amount)).toEqual([-900, -2_000]);
    expect(found.credits.map(({ id, remaining }) => [id, remaining])).toEqual([
      ['a', 0],
      ['b', 3_000],
    ]);
    expect(withCredits(cost, [credit({ currency: 'EUR' }), credit({ remaining: 0 })], 0)).toMatchObject({
      total: 2_900,
      credits: [],
    });
  });
});
