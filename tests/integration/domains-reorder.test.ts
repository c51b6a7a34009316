import { describe, expect, it } from 'vitest';
import { DEFAULT_TERMS, type ReorderPolicy } from '#shared/domain/reorder.ts';
import { DAY_MS } from '#shared/domain/time.ts';
import { readPolicy, reorderItems } from '../../src/gateway/reorder/queries.ts';
import { domainShopPerTest, TEA } from '../support/domain-shop.ts';

const shop = domainShopPerTest();
const UTC = { timeZone: 'UTC', currency: 'USD' };

describe('the reorder terms', () => {
  it('are the defaults until somebody sets them, and then those', () => {
    expect(readPolicy(shop.domains.sql)).toMatchObject({ ...DEFAULT_TERMS, revision: 0 });
    const terms = { ...DEFAULT_TERMS, serviceLevel: 97.5, serviceLevelA: 99 } as const;
    expect(shop.domains.command('reorder.set_policy', { terms, expected: 0 })).toEqual({ revision: 1 });
    expect(shop.rows<ReorderPolicy>('reorder', 'reorder_policy')).toEqual([
      { ...terms, id: 'workspace', revision: 1 },
    ]);
  });

  it('are not overwritten by who has not seen them', () => {
    shop.domains.command('reorder.set_policy', { terms: DEFAULT_TERMS, expected: 0 });
    expect(shop.domains.refusal('reorder.set_policy', { terms: DEFAULT_TERMS, expected: 0 })).toMatchObject({
      code: 'conflict',
      field: 'expected',
      current: { revision: 1 },
    });
  });
});

describe('what to order', () => {
  it('follows from the days in stock before today', () => {
    const { domains } = shop;
    shop.stock(100);
    // Four days at noon, on each of which two are sold; before them there was no stock.
    const start = Math.floor(domains.now / DAY_MS) * DAY_MS;
    for (let day = 1; day <= 4; day += 1) {
      domains.now = start + day * DAY_MS + DAY_MS / 2;
      domains.command('orders.create', {
        orderId: `o${day}`,
        number: `N${day}`,
        customer: null,
        currency: 'USD',
        locationId: TEA.locationId,
        lines: [{ itemId: TEA.itemId, quantity: 2, unitPrice: 5, total: 10 }],
      });
      domains.command('payments.receive', {
        paymentId: `y${day}`,
        orderId: `o${day}`,
        amount: 10,
        currency: 'USD',
        method: 'card',
      });
      domains.command('orders.fulfil', { orderId: `o${day}` });
    }
    const now = start + 5 * DAY_MS + 1;
    const [item] = reorderItems(domains.sql, UTC, { locationId: null, after: '', limit: 10 }, now);
    expect(item).toMatchObject({ itemId: TEA.itemId, available: 92, needsOrder: false });
    // The day of the receipt counts if the item was there for more than half of it.
    expect([4, 5]).toContain(item?.daysInStock);
    expect(item?.demandPerDay).toBeCloseTo(8 / (item?.daysInStock ?? 0), 9);
    expect(reorderItems(domains.sql, UTC, { locationId: 'elsewhere', after: '', limit: 10 }, now)).toEqual(
      [],
    );
  });
});
