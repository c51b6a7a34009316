import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abcClasses } from './abc.ts';
import {
  addErrors,
  backtest,
  meanAbsoluteError,
  NO_ERRORS,
  type SalesDay,
  weightedError,
} from './backtest.ts';
import { itemFigures } from './item-figures.ts';
import {
  DEFAULT_POLICY,
  demandOf,
  ReorderPolicy,
  reorderOf,
  SERVICE_FACTOR,
  SERVICE_LEVELS,
  serviceLevelFor,
  supplyFor,
} from './reorder.ts';
import type { StockDay } from './stock-days.ts';

const stockDay = fc.record({
  sold: fc.nat(40),
  received: fc.nat(40),
  onHand: fc.integer({ min: -3, max: 90 }),
  outMs: fc.constantFrom(0, 11, 12, 24),
  lengthMs: fc.constant(24),
});
const day = (sold: number, outMs = 0): StockDay => ({ sold, received: 0, onHand: 1, outMs, lengthMs: 24 });

describe('demand', () => {
  it('is the mean and the deviation of the days in stock, as a naive recount finds them', () => {
    fc.assert(
      fc.property(fc.array(stockDay, { maxLength: 60 }), (window) => {
        const demand = demandOf(window);
        const sold: number[] = [];
        for (const one of window) if (one.outMs < 12) sold.push(one.sold);
        if (sold.length === 0) {
          expect(demand).toBeNull();
          return;
        }
        let sum = 0;
        for (const one of sold) sum += one;
        // The deviation from the sums of values and of squares, another formula than the one under test.
        let squares = 0;
        for (const one of sold) squares += one * one;
        const n = sold.length;
        expect(demand?.daily).toBeCloseTo(sum / n, 9);
        expect(demand?.deviation).toBeCloseTo(
          n < 2 ? 0 : Math.sqrt(Math.max(0, (squares - (sum * sum) / n) / (n - 1))),
          6,
        );
        expect(demand).toMatchObject({ daysInStock: n, sold: sum });
      }),
    );
  });

  it('is unknown, not zero, for an item that was out of stock all the time', () => {
    expect(demandOf([day(0, 24), day(3, 12)])).toBeNull();
    expect(demandOf([day(0, 24), day(4)])).toEqual({ daily: 4, deviation: 0, daysInStock: 1, sold: 4 });
  });
});

describe('reordering', () => {
  const supply = { leadTimeDays: 4, leadTimeDeviationDays: 1, multiple: 6 };
  const terms = { serviceLevel: 95, reviewDays: 7 } as const;

  it('follows the formulas', () => {
    const found = reorderOf({ daily: 5, deviation: 2 }, { available: 21, incoming: 0 }, supply, terms);
    expect(found.safetyStock).toBeCloseTo(1.6449 * Math.sqrt(4 * 4 + 25 * 1), 9);
    expect(found.reorderPoint).toBeCloseTo(20 + found.safetyStock, 9);
    expect(found.orderUpTo).toBeCloseTo(found.reorderPoint + 35, 9);
    expect(found).toMatchObject({ daysOfCover: 21 / 5, needsOrder: true, suggested: 48 });
  });

  it('has no days of cover without demand, and orders nothing', () => {
    const found = reorderOf({ daily: 0, deviation: 0 }, { available: 0, incoming: 0 }, supply, terms);
    expect(found).toMatchObject({ daysOfCover: null, needsOrder: false, suggested: 0, reorderPoint: 0 });
  });

  const quantity = fc.double({ min: 0, max: 500, noNaN: true });
  it('orders whole multiples that reach the order-up-to level, and none too many', () => {
    fc.assert(
      fc.property(
        quantity,
        quantity,
        fc.integer({ min: -50, max: 3000 }),
        fc.nat(500),
        fc.record({
          leadTimeDays: fc.nat(60),
          leadTimeDeviationDays: fc.nat(20),
          multiple: fc.integer({ min: 1, max: 48 }),
        }),
        fc.constantFrom(...SERVICE_LEVELS),
        (daily, deviation, available, incoming, by, serviceLevel) => {
          const stock = { available, incoming };
          const found = reorderOf({ daily, deviation }, stock, by, { serviceLevel, reviewDays: 7 });
          const reached = available + incoming + found.suggested;
          expect(found.suggested % by.multiple).toBe(0);
          expect(reached).toBeGreaterThanOrEqual(found.orderUpTo - 1e-6);
          if (found.suggested > 0) expect(reached - by.multiple).toBeLessThan(found.orderUpTo + 1e-6);
          expect(found.needsOrder).toBe(
            found.suggested > 0 && available + incoming <= found.reorderPoint + 1e-9,
          );
        },
      ),
    );
  });

  it('keeps more at a higher service level', () => {
    const safety = SERVICE_LEVELS.map(
      (serviceLevel) =>
        reorderOf({ daily: 3, deviation: 2 }, { available: 0, incoming: 0 }, supply, {
          serviceLevel,
          reviewDays: 7,
        }).safetyStock,
    );
    expect(safety).toEqual(safety.toSorted((a, b) => a - b));
    expect(Object.keys(SERVICE_FACTOR)).toHaveLength(SERVICE_LEVELS.length);
  });

  it('takes the service level of a class where the workspace has set one', () => {
    const policy = ReorderPolicy.parse({ ...DEFAULT_POLICY, serviceLevelA: 99 });
    expect(serviceLevelFor(policy, 'A', null)).toEqual({ level: 99, from: 'class' });
    expect(serviceLevelFor(policy, 'B', null)).toEqual({ level: 95, from: 'workspace' });
    expect(serviceLevelFor(policy, null, null)).toEqual({ level: 95, from: 'workspace' });
    expect(serviceLevelFor(policy, 'A', 90)).toEqual({ level: 90, from: 'supplier' });
  });

  it('takes lead time and multiple from the supplier, or else from the workspace', () => {
    const offer = { leadTimeDays: 12, leadTimeDeviationDays: 0.5, packSize: 6 };
    expect(supplyFor(DEFAULT_POLICY, offer)).toEqual({
      leadTimeDays: 12,
      leadTimeDeviationDays: 0.5,
      multiple: 6,
    });
    expect(supplyFor(DEFAULT_POLICY, undefined)).toEqual({
      leadTimeDays: 7,
      leadTimeDeviationDays: 2,
      multiple: 1,
    });
  });
});

describe('ABC classes', () => {
  it('end at the item that crosses 80 and 95 %', () => {
    const revenue = [500, 290, 20, 120, 30, 40, 0];
    const classes = abcClasses(revenue.map((amount, i) => ({ itemId: `i${i}`, revenue: amount })));
    expect(Object.fromEntries(classes)).toEqual({ i0: 'A', i1: 'A', i3: 'A', i5: 'B', i4: 'C', i2: 'C' });
  });

  it('hold what a naive recount finds, whatever the order of the items', () => {
    const items = fc.uniqueArray(fc.record({ itemId: fc.string({ maxLength: 3 }), revenue: fc.nat(1000) }), {
      selector: ({ itemId }) => itemId,
      maxLength: 30,
    });
    fc.assert(
      fc.property(items, (all) => {
        const classes = abcClasses(all);
        const total = all.reduce((sum, { revenue }) => sum + revenue, 0);
        for (const { itemId, revenue } of all) {
          if (revenue === 0) {
            expect(classes.has(itemId)).toBe(false);
            continue;
          }
          const before = all.reduce(
            (sum, other) =>
              other.revenue > revenue || (other.revenue === revenue && other.itemId < itemId)
                ? sum + other.revenue
                : sum,
            0,
          );
          const expected = before / total < 0.8 ? 'A' : before / total < 0.95 ? 'B' : 'C';
          expect(classes.get(itemId)).toBe(expected);
        }
        expect(abcClasses(all.toReversed())).toEqual(classes);
      }),
    );
  });
});

describe('the figures of an item', () => {
  it('are unknown where there is nothing to divide by', () => {
    expect(itemFigures(0, [])).toMatchObject({ turnover: null, sellThrough: null, daysOut: 0, days: 0 });
  });

  it('add up over the days', () => {
    const days = [
      { sold: 4, received: 10, onHand: 16, outMs: 0, lengthMs: 24 },
      { sold: 2, received: 0, onHand: 14, outMs: 12, lengthMs: 24 },
    ];
    expect(itemFigures(10, days)).toEqual({
      sold: 6,
      opening: 10,
      received: 10,
      averageOnHand: 15,
      turnover: 0.4,
      sellThrough: 0.3,
      daysOut: 1,
      days: 2,
    });
  });
});

describe('the back-test', () => {
  const sales = fc.array(fc.record({ sold: fc.nat(20), inStock: fc.boolean() }), { maxLength: 60 });

  it('equals a naive recount of every window', () => {
    fc.assert(
      fc.property(sales, fc.integer({ min: 7, max: 20 }), (days: readonly SalesDay[], window) => {
        let expected = NO_ERRORS;
        for (let i = window; i < days.length; i += 1) {
          const today = days[i];
          const lastWeek = days[i - 7];
          const seen = days.slice(i - window, i).filter((one) => one.inStock);
          if (!today?.inStock || !lastWeek?.inStock || seen.length === 0) continue;
          const mean = seen.reduce((sum, one) => sum + one.sold, 0) / seen.length;
          expected = addErrors(expected, {
            days: 1,
            sold: today.sold,
            forecast: Math.abs(mean - today.sold),
            naive: Math.abs(lastWeek.sold - today.sold),
          });
        }
        const found = backtest(days, window);
        expect(found).toMatchObject({ days: expected.days, sold: expected.sold, naive: expected.naive });
        expect(found.forecast).toBeCloseTo(expected.forecast, 6);
      }),
    );
  });

  it('has no error without days and no percentage without sales', () => {
    expect(meanAbsoluteError(NO_ERRORS, 'forecast')).toBeNull();
    expect(weightedError({ days: 3, sold: 0, forecast: 1, naive: 0 }, 'forecast')).toBeNull();
    expect(meanAbsoluteError({ days: 4, sold: 8, forecast: 2, naive: 4 }, 'naive')).toBe(1);
    expect(weightedError({ days: 4, sold: 8, forecast: 2, naive: 4 }, 'forecast')).toBe(0.25);
  });
});
