import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionOf } from '#shared/domain/alert-rules.ts';
import { type AlertInstance, NORMAL, stepAlert } from '#shared/domain/alerts.ts';
import { available, stockState } from '#shared/domain/inventory.ts';
import { makeAlertRule } from '../../../tests/support/make/alert.ts';
import { makeThreshold } from '../../../tests/support/make/item.ts';
import { DEFAULT_RULES, judge } from './rules.ts';

const quantity = fc.integer({ min: 0, max: 60 });
const balance = fc.record({ onHand: quantity, committed: quantity, unavailable: quantity });
const limits = fc.record({ lowAt: quantity, outAt: quantity });

describe('the alerts on stock', () => {
  it('fire for what the stock lists call low or out, and for nothing else', () => {
    fc.assert(
      fc.property(balance, limits, (level, { lowAt, outAt }) => {
        const scope = { itemId: null, locationId: null, category: null };
        const threshold = { ...scope, lowAt, outAt, overAt: null, expiringWithinDays: null, recoverAt: null };
        const fires = (kind: 'low_stock' | 'out_of_stock'): boolean => {
          const condition = conditionOf(makeAlertRule({ kind }), threshold);
          if (condition === null) throw new Error('a stock rule has a condition');
          return (
            stepAlert(NORMAL, { type: 'value', value: available(level) }, condition, 1).state === 'firing'
          );
        };
        const state = stockState(level, { lowAt, outAt });
        expect(fires('out_of_stock')).toBe(state === 'out');
        expect(fires('low_stock') && !fires('out_of_stock')).toBe(state === 'low');
      }),
    );
  });
});

describe('the rules on one level', () => {
  const delay = fc.constantFrom(0, 0, 10, 40);
  const rule = fc.record({
    enabled: fc.constantFrom(true, true, true, false),
    forMs: delay,
    keepFiringForMs: delay,
  });
  const change = fc.record({
    available: fc.integer({ min: -3, max: 12 }),
    after: fc.integer({ min: 0, max: 50 }),
    listed: fc.constantFrom(true, true, true, false),
    rules: fc.option(fc.tuple(rule, rule), { freq: 4 }),
    limits: fc.option(
      fc.record({ lowAt: fc.integer({ min: 0, max: 8 }), outAt: fc.integer({ min: 0, max: 8 }) }),
      {
        freq: 4,
      },
    ),
  });

  it('never have an alert of low stock beside one that it is out, and without delays exactly the one that applies', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const instances = new Map<string, AlertInstance>();
        const open = (kind: string): boolean => instances.get(kind)?.fired ?? false;
        let rules = DEFAULT_RULES.slice(0, 2);
        let limits = { lowAt: 5, outAt: 0 };
        let now = 1000;
        for (const step of changes) {
          now += step.after;
          if (step.rules) {
            const parts = step.rules;
            rules = DEFAULT_RULES.slice(0, 2).map((one, n) => ({ ...one, ...parts[n] }));
            instances.clear();
          }
          if (step.limits) limits = step.limits;
          const { available: left, listed } = step;
          const verdicts = judge(
            rules,
            makeThreshold(limits),
            { locationId: 'shop', category: 'kitchen', available: left, listed },
            [...instances].map(([ruleId, instance]) => ({ ...instance, ruleId })),
            now,
          );
          for (const { ruleId, after } of verdicts) {
            if (after.state === 'normal' || after.state === 'resolved') instances.delete(ruleId);
            else instances.set(ruleId, after);
            // Also between two verdicts: consoles see each of them.
            expect(open('low_stock') && open('out_of_stock')).toBe(false);
          }
          const immediate = rules.every((one) => one.enabled && one.forMs === 0 && one.keepFiringForMs === 0);
          if (!immediate || !listed) continue;
          const state = stockState({ onHand: left, committed: 0, unavailable: 0 }, limits);
          expect(open('out_of_stock')).toBe(state === 'out');
          if (state === 'low') expect(open('low_stock')).toBe(true);
        }
      }),
    );
  });
});

describe('rules with scopes', () => {
  const rules = [
    ...DEFAULT_RULES,
    makeAlertRule({ id: 'here', locationId: 'shop', severity: 'critical' }),
    makeAlertRule({ id: 'not here', locationId: 'shop', category: 'kitchen', enabled: false }),
  ];
  const at = (category: string, available: number | null) => ({
    locationId: 'shop',
    category,
    available,
    listed: true,
  });
  const low = makeThreshold({ lowAt: 5, overAt: 40 });

  it('judge a level by the closest, and end what others have begun', () => {
    const begun = [{ ruleId: 'low_stock', state: 'firing', since: 1, fired: true }] as const;
    expect(judge(rules, low, at('bath', 3), begun, 9)).toMatchObject([
      { ruleId: 'low_stock', by: null, outcome: 'unwatched', after: { state: 'normal' } },
      { ruleId: 'here', after: { state: 'firing' } },
    ]);
    expect(judge(rules, low, at('kitchen', 3), [], 9)).toEqual([]);
  });

  it('fire upwards on too much, with a recovery level of its own', () => {
    expect(judge(rules, low, at('bath', 40), [], 9)).toMatchObject([{ ruleId: 'overstock' }]);
    const over = [{ ruleId: 'overstock', state: 'firing', since: 1, fired: true }] as const;
    expect(judge(rules, low, at('bath', 37), over, 9)).toMatchObject([{ after: { state: 'firing' } }]);
    expect(judge(rules, low, at('bath', 36), over, 9)).toMatchObject([{ after: { state: 'resolved' } }]);
  });

  it('know nothing without data: what fires stays, and nothing begins', () => {
    const begun = [{ ruleId: 'here', state: 'firing', since: 1, fired: true }] as const;
    expect(judge(rules, low, at('bath', null), [], 9)).toEqual([]);
    expect(judge(rules, low, at('bath', null), begun, 9)).toMatchObject([
      { after: { state: 'no_data', fired: true } },
    ]);
  });
});
