import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NORMAL, stepAlert } from '#shared/domain/alerts.ts';
import { available, stockState } from '#shared/domain/inventory.ts';
import { makeAlertRule } from '../../../tests/support/make/alert.ts';
import { conditionOf } from './rules.ts';

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
