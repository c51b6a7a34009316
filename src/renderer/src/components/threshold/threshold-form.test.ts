import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickThreshold, recoverLevel } from '#shared/domain/inventory.ts';
import { inventoryCommands } from '#shared/protocol/commands/inventory.ts';
import { makeThreshold } from '../../../../../tests/support/make/item.ts';
import {
  choiceOf,
  closerThan,
  formFor,
  SCOPE_CHOICES,
  scopeOf,
  toThreshold,
  validateThreshold,
} from './threshold-form.ts';

const PLACE = { itemId: 'tea', locationId: 'shop', category: 'kitchen' };
const DEFAULTS = { lowAt: 10, outAt: 0 };

describe('the form of a threshold', () => {
  it('names the scope of every threshold, and the other way round', () => {
    for (const choice of SCOPE_CHOICES) expect(choiceOf(makeThreshold(scopeOf(choice, PLACE)))).toBe(choice);
    expect(choiceOf(null)).toBe('workspace');
  });

  it('begins with what is set for the scope, else with what applies', () => {
    const thresholds = [makeThreshold({ category: 'kitchen', lowAt: 7, outAt: 1, recoverAt: 12 })];
    expect(formFor('category', PLACE, thresholds, DEFAULTS)).toMatchObject({ lowAt: '7', recoverAt: '12' });
    expect(formFor('item', PLACE, thresholds, DEFAULTS)).toMatchObject({ lowAt: '7', outAt: '1' });
    expect(formFor('item', PLACE, [], DEFAULTS)).toMatchObject({ lowAt: '10', outAt: '0', recoverAt: '' });
  });

  it('makes commands that the protocol accepts, of values that recover above low', () => {
    const text = fc.oneof(fc.nat(40).map(String), fc.constantFrom('', ' ', '-1', '1.5', 'x', '9999999999'));
    fc.assert(
      fc.property(
        fc.constantFrom(...SCOPE_CHOICES),
        fc.tuple(text, text, text, text, text),
        (scope, typed) => {
          const [lowAt, outAt, recoverAt, overAt, expiringWithinDays] = typed;
          const form = { scope, lowAt, outAt, recoverAt, overAt, expiringWithinDays };
          if (Object.keys(validateThreshold(form)).length > 0) return;
          const threshold = toThreshold(form, PLACE);
          const data = { threshold, removed: false };
          expect(inventoryCommands['inventory.set_threshold'].input.safeParse(data).success).toBe(true);
          expect(threshold.outAt).toBeLessThanOrEqual(threshold.lowAt);
          expect(recoverLevel(threshold)).toBeGreaterThan(threshold.lowAt);
          expect(threshold.overAt ?? Number.POSITIVE_INFINITY).toBeGreaterThan(threshold.lowAt);
          expect(pickThreshold([threshold], PLACE)).toEqual(threshold);
        },
      ),
    );
  });

  it('says what is wrong', () => {
    const form = {
      scope: 'item',
      lowAt: '5',
      outAt: '0',
      recoverAt: '',
      overAt: '',
      expiringWithinDays: '',
    } as const;
    expect(validateThreshold(form)).toEqual({});
    expect(validateThreshold({ ...form, lowAt: '' })).toEqual({ lowAt: 'number' });
    expect(validateThreshold({ ...form, outAt: '6' })).toEqual({ outAt: 'outAboveLow' });
    expect(validateThreshold({ ...form, recoverAt: '5' })).toEqual({ recoverAt: 'recoverBelowLow' });
    expect(validateThreshold({ ...form, overAt: '5' })).toEqual({ overAt: 'overBelowLow' });
    expect(validateThreshold({ ...form, expiringWithinDays: '3651' })).toEqual({
      expiringWithinDays: 'days',
    });
  });

  it('keeps what is set, and tells when a closer threshold wins', () => {
    const own = makeThreshold({ itemId: 'tea', lowAt: 3, overAt: 90 });
    expect(toThreshold(formFor('item', PLACE, [own], DEFAULTS), PLACE).overAt).toBe(90);
    expect(closerThan('category', PLACE, [own])).toEqual(own);
    expect(closerThan('itemHere', PLACE, [own])).toBeNull();
    expect(closerThan('workspace', PLACE, [])).toBeNull();
  });
});
