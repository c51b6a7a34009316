import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeAlertRule } from '../../../tests/support/make/alert.ts';
import { makeThreshold } from '../../../tests/support/make/item.ts';
import { AlertRule, conditionOf, overRecoverLevel, pickRule, RULE_KINDS, ruleKey } from './alert-rules.ts';
import { isBad, isGood } from './alerts.ts';

const place = { locationId: 'shop', category: 'tea' };

describe('the rule that judges a place', () => {
  it('is the one with the closest scope: category and location, category, location, any', () => {
    const any = makeAlertRule({ id: 'any' });
    const here = makeAlertRule({ id: 'here', locationId: 'shop' });
    const tea = makeAlertRule({ id: 'tea', category: 'tea' });
    const both = makeAlertRule({ id: 'both', category: 'tea', locationId: 'shop' });
    const elsewhere = makeAlertRule({ id: 'elsewhere', category: 'tea', locationId: 'store' });
    const rules = [any, here, tea, both, elsewhere];
    for (const expected of [both, tea, here, any]) {
      expect(pickRule(rules, 'low_stock', place)?.id).toBe(expected.id);
      rules.splice(rules.indexOf(expected), 1);
    }
    expect(pickRule(rules, 'low_stock', place)).toBeNull();
  });

  it('does not depend on the order of the rules', () => {
    const scope = fc.record({
      kind: fc.constantFrom(...RULE_KINDS),
      locationId: fc.constantFrom(null, 'shop', 'store'),
      category: fc.constantFrom(null, 'tea', 'mug'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(scope, { selector: ruleKey, maxLength: 20 }), fc.nat(), (scopes, turn) => {
        const rules = scopes.map((one, n) => makeAlertRule({ ...one, id: `r${n}` }));
        const turned = [
          ...rules.slice(turn % (rules.length + 1)),
          ...rules.slice(0, turn % (rules.length + 1)),
        ];
        for (const kind of RULE_KINDS)
          expect(pickRule(turned, kind, place)).toBe(pickRule(rules, kind, place));
      }),
    );
  });
});

describe('the condition of a rule', () => {
  const quantity = fc.integer({ min: 0, max: 10_000 });

  it('never is bad and good at once, in either direction', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RULE_KINDS),
        quantity,
        quantity,
        fc.option(fc.integer({ min: 1, max: 10_000 })),
        fc.integer({ min: -20, max: 12_000 }),
        (kind, lowAt, outAt, overAt, value) => {
          const condition = conditionOf(makeAlertRule({ kind }), makeThreshold({ lowAt, outAt, overAt }));
          if (condition === null) return;
          expect(isBad(condition, value) && isGood(condition, value)).toBe(false);
        },
      ),
    );
  });

  it('recovers from too much stock 10 % below the limit, and at least one', () => {
    expect([1, 2, 10, 11, 100].map(overRecoverLevel)).toEqual([0, 1, 9, 9, 90]);
    expect(conditionOf(makeAlertRule({ kind: 'overstock' }), makeThreshold({ overAt: null }))).toBeNull();
    expect(
      conditionOf(makeAlertRule({ kind: 'overstock', overAt: 50 }), makeThreshold({ overAt: null })),
    ).toMatchObject({ direction: 'up', firesAt: 50, recoversAt: 45 });
    expect(
      conditionOf(makeAlertRule({ kind: 'overstock', overAt: 50 }), makeThreshold({ overAt: 80 })),
    ).toMatchObject({ firesAt: 80 });
  });
});

it('reads the rules of an earlier version', () => {
  const { id, kind, severity, enabled, forMs, keepFiringForMs } = makeAlertRule();
  expect(AlertRule.parse({ id, kind, severity, enabled, forMs, keepFiringForMs })).toEqual(makeAlertRule());
});
