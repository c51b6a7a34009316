import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionOf } from '#shared/domain/alert-rules.ts';
import { type AlertInstance, NORMAL, stepAlert } from '#shared/domain/alerts.ts';
import { available, stockState } from '#shared/domain/inventory.ts';
import { makeAlertRule } from '../../../tests/support/make/alert.ts';
import { makeThreshold } from '../../../tests/support/make/item.ts';
import { DEFAULT_RULES, judge, silentAt } from './rules.ts';

const never = (): number => Number.POSITIVE_INFINITY;
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
            { locationId: 'shop', category: 'kitchen', available: left, daysToExpiry: never, listed },
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
    daysToExpiry: never,
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

describe('a rule that cannot be evaluated', () => {
  const KINDS = ['low_stock', 'out_of_stock', 'overstock', 'expiring'] as const;
  const broken = fc.record({
    fault: fc.constantFrom('limit', 'delay', 'throws', 'value'),
    kind: fc.constantFrom(...KINDS),
  });
  const days = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(Number.POSITIVE_INFINITY));
  const limits = makeThreshold({ lowAt: 5, outAt: 0, overAt: 20, expiringWithinDays: 7 });
  const level = (available: number, daysToExpiry: () => number) => ({
    ...{ locationId: 'shop', category: 'kitchen', listed: true },
    ...{ available, daysToExpiry },
  });
  const rules = DEFAULT_RULES.map((rule) => ({ ...rule, enabled: true }));

  it('is in error for a reason, and leaves every other as it is without it', () => {
    fc.assert(
      fc.property(quantity, days, broken, (available, left, { fault, kind }) => {
        const whole = judge(
          rules,
          limits,
          level(available, () => left),
          [],
          9,
        );
        const bad = rules.map((rule) =>
          rule.kind !== kind ? rule : fault === 'delay' ? { ...rule, forMs: Number.NaN } : rule,
        );
        const threshold =
          fault === 'limit'
            ? {
                ...limits,
                ...(kind === 'low_stock' && { lowAt: Number.NaN }),
                ...(kind === 'out_of_stock' && { outAt: Number.NaN }),
                ...(kind === 'overstock' && { overAt: Number.NaN }),
                ...(kind === 'expiring' && { expiringWithinDays: Number.NaN }),
              }
            : limits;
        // What is out replaces what is low, whatever is the matter with low.
        fc.pre(!(kind === 'low_stock' && available === 0));
        const own = fault === 'throws' || fault === 'value';
        // Levels are whole numbers by their table; only the days are calculated.
        const hit = own ? 'expiring' : kind;
        const found = judge(
          bad,
          threshold,
          level(available, () => {
            if (fault === 'throws') throw new Error('no such time zone');
            return fault === 'value' ? Number.NaN : left;
          }),
          [],
          9,
        );
        const of = (all: typeof found, one: string): typeof found =>
          all.filter(({ ruleId }) => ruleId === one);
        expect(of(found, hit)).toMatchObject([
          {
            after: { state: 'error', fired: false },
            error: fault === 'throws' ? 'failed' : fault === 'value' ? 'value' : 'condition',
          },
        ]);
        // While nobody knows whether it is out, what is low is said to be low.
        const others = KINDS.filter((one) => one !== hit && !(hit === 'out_of_stock' && one === 'low_stock'));
        for (const one of others) expect(of(found, one)).toEqual(of(whole, one));
      }),
    );
  });

  it('goes on firing if it had fired, and is judged as it was when it can be evaluated again', () => {
    const fired = [{ ruleId: 'expiring', state: 'firing', since: 1, fired: true }] as const;
    const failing = level(30, () => {
      throw new Error('no such time zone');
    });
    const [failed] = judge(rules.slice(3, 4), limits, failing, fired, 9);
    expect(failed).toMatchObject({ after: { state: 'error', fired: true }, error: 'failed' });
    const again = [{ ruleId: 'expiring', ...(failed?.after ?? fired[0]) }];
    expect(
      judge(
        rules.slice(3, 4),
        limits,
        level(30, () => 3),
        again,
        10,
      ),
    ).toMatchObject([{ after: { state: 'firing', fired: true }, error: null, value: 3 }]);
  });

  it('about a feed says why, whatever it is made of', () => {
    const feed = makeAlertRule({ kind: 'dead_feed' });
    fc.assert(
      fc.property(
        fc.double(),
        fc.integer({ min: 0, max: 127 }),
        fc.constantFrom('UTC', 'Nowhere/Land'),
        (silentForMs, openDays, zone) => {
          const found = silentAt({ ...feed, silentForMs, openDays }, 1_000_000, zone);
          expect(found.error === null ? Number.isFinite(found.at) : found.at === null).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
    expect(silentAt({ ...feed, openDays: 0 }, 0, 'UTC')).toEqual({ at: null, error: 'never' });
    expect(silentAt(feed, 0, 'Nowhere/Land')).toEqual({ at: null, error: 'failed' });
  });
});
